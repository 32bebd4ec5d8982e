package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Host;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.DateAndTime;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.InventoryBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.NodeBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.SaeBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServices;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServicesBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.demand.Constraints;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.demand.ConstraintsBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.demand.constraints.domain.policy.OnlyDomainBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.key.services.KeyServiceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.BitRate;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.Combination;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.SaeId;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.TrustClass;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.qkdn.controller.core.model.DomainPolicy;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.RelayRules;
import org.qkdn.controller.core.model.SecretKeyRate;

class KeyServiceRulesTest {
    private static final Inventory NOTHING = new InventoryBuilder().build();

    private static KeyServiceBuilder service(String name, String source, String destination) {
        return new KeyServiceBuilder()
                .setName(name)
                .setSource(new SaeId(source))
                .setDestination(new SaeId(destination));
    }

    private static KeyServices services(KeyServiceBuilder... services) {
        return new KeyServicesBuilder()
                .setKeyService(
                        Arrays.stream(services).map(KeyServiceBuilder::build).collect(BindingMap.toMap()))
                .build();
    }

    private static BitRate rate(String value) {
        return new BitRate(Uint64.valueOf(value));
    }

    private static void assertObjection(KeyServices services, Inventory inventory, String... words) {
        var objection = KeyServiceRules.objectionTo(services, inventory).orElse("none");
        for (var word : words) {
            assertTrue(objection.contains(word), objection);
        }
    }

    @Test
    void refusesAServiceFromAnSaeToItself() {
        assertObjection(services(service("s", "a", "a")), NOTHING, "key-service s", "has a as source", "name two");
    }

    @Test
    void refusesAMaxRateBelowTheMinRate() {
        assertObjection(
                services(service("s", "a", "b").setMinRate(rate("2000")).setMaxRate(rate("1000"))),
                NOTHING,
                "max-rate 1000",
                "min-rate 2000");
        assertEquals(
                Optional.empty(),
                KeyServiceRules.objectionTo(
                        services(service("s", "a", "b").setMinRate(rate("1000")).setMaxRate(rate("1000"))), NOTHING));
    }

    @Test
    void refusesAHoldingPriorityBelowTheSetupPriority() {
        assertObjection(
                services(service("s", "a", "b").setPriority(Uint8.valueOf(5)).setHoldingPriority(Uint8.valueOf(3))),
                NOTHING,
                "key-service s: holding-priority 3 is below priority 5",
                "raise holding-priority or lower priority");
        var decoded = KeyServiceCodec.decode(services(
                        service("s", "a", "b").setPriority(Uint8.valueOf(5)),
                        service("t", "c", "d").setHoldingPriority(Uint8.valueOf(7))))
                .services();
        assertEquals(5, decoded.get("s").holding(), "holding is setup where nothing is said");
        assertEquals(7, decoded.get("t").holding());
        assertEquals(0, decoded.get("t").priority());
    }

    @Test
    void refusesAJitterThatTheMaxRateCannotKeep() {
        assertObjection(
                services(service("s", "a", "b").setMaxRate(rate("1000")).setJitter(Uint32.valueOf(4000))),
                NOTHING,
                "key-service s: at max-rate 1000 bit/s a block of 4096 bit takes 4096 ms, longer than jitter 4000 ms",
                "raise jitter, or max-rate to 1024");
        assertEquals(
                Optional.empty(),
                KeyServiceRules.objectionTo(
                        services(service("s", "a", "b").setMaxRate(rate("1000")).setJitter(Uint32.valueOf(4096))),
                        NOTHING));
    }

    @Test
    void refusesATimeThatDoesNotExist() {
        assertObjection(
                services(service("s", "a", "b").setExpires(new DateAndTime("2026-02-30T00:00:00Z"))),
                NOTHING,
                "key-service s: expires 2026-02-30T00:00:00Z is no date",
                "2027-01-31T18:00:00Z");
        var decoded = KeyServiceCodec.decode(
                services(service("s", "a", "b").setExpires(new DateAndTime("2026-11-26T10:00:00.5+01:00"))));
        assertEquals(
                Optional.of(Instant.parse("2026-11-26T09:00:00.5Z")),
                decoded.services().get("s").terms().expires());
        assertEquals(
                Optional.of(Instant.parse("2026-11-26T09:00:00Z")),
                KeyServiceCodec.instant(new DateAndTime("2026-11-26T09:00:00-00:00")));
    }

    @Test
    void refusesRatesThatNodesCannotBeTold() {
        assertObjection(
                services(service("s", "a", "b").setMinRate(rate("4294967296"))), NOTHING, "min-rate 4294967296");
        assertEquals(
                Optional.empty(),
                KeyServiceRules.objectionTo(services(service("s", "a", "b").setMinRate(rate("4294967295"))), NOTHING));
    }

    @Test
    void refusesWhatCannotBeCombined() {
        assertObjection(
                mixed("xor", 1), NOTHING, "key-service s", "combination xor", "at least 2", "paths is 1", "raise");
        assertObjection(mixed("hkdf-sha384", 1), NOTHING, "hkdf-sha384", "raise paths");
        assertObjection(mixed("single", 2), NOTHING, "paths is 2", "combination is single", "name a combination");
        assertObjection(
                services(service("s", "a", "b")
                        .setConstraints(new ConstraintsBuilder()
                                .setDifferent(Constraints.Different.Technology)
                                .build())),
                NOTHING,
                "different",
                "paths is 1");
        for (var possible : List.of(mixed("single", 1), mixed("xor", 4), mixed("hkdf-sha384+ml-kem-1024", 1))) {
            assertEquals(Optional.empty(), KeyServiceRules.objectionTo(possible, NOTHING));
        }
    }

    @Test
    void everyCombinationOfTheModelIsKnown() {
        for (var combination : Combination.values()) {
            var decoded = KeyServiceCodec.decode(mixed(combination.getName(), 3))
                    .services()
                    .get("s");
            assertEquals(combination.getName(), decoded.mix().combination().toString());
            assertEquals(3, decoded.mix().paths());
        }
    }

    private static KeyServices mixed(String combination, int paths) {
        return services(service("s", "a", "b")
                .setCombination(Combination.forName(combination))
                .setConstraints(
                        new ConstraintsBuilder().setPaths(Uint8.valueOf(paths)).build()));
    }

    @Test
    void refusesASecondServiceForTheSamePairInEitherDirection() {
        assertObjection(
                services(service("one", "a", "b"), service("two", "b", "a")),
                NOTHING,
                "key-service two",
                "key-service one");
    }

    @Test
    void knowsThatANodeStandsForItsFirstSae() {
        var inventory = new InventoryBuilder()
                .setNode(BindingMap.of(node("QUINTO"), node("NORTE")))
                .setSae(BindingMap.of(sae("sae-quinto", "QUINTO"), sae("sae-norte", "NORTE")))
                .build();
        assertObjection(
                services(service("one", "QUINTO", "NORTE"), service("two", "sae-norte", "sae-quinto")),
                inventory,
                "key-service two");
    }

    @Test
    void takesTheModelsDefaultsWhereNothingIsSaid() {
        var changed = KeyServiceCodec.decode(services(service("s", "a", "b")));
        var decoded = changed.services().get("s");
        assertTrue(changed.provisionOnRequest());
        assertEquals(SecretKeyRate.ZERO, decoded.minRate());
        assertEquals(Optional.empty(), decoded.maxRate());
        assertEquals(0, decoded.priority());
        assertEquals(16, decoded.rules().maxHops());
        assertEquals(Optional.empty(), decoded.ttlSeconds());
    }

    @Test
    void readsEveryConstraintOfThePath() {
        var constraints = new ConstraintsBuilder()
                .setMaxHops(Uint8.valueOf(5))
                .setAvoidNode(Set.of(new NodeName("X")))
                .setVisitNode(Set.of(new NodeName("Y")))
                .setDomainPolicy(
                        new OnlyDomainBuilder().setOnlyDomain(Set.of("red")).build())
                .setMinTrustClass(new TrustClass(Uint8.valueOf(3)))
                .setOnlyVendor(Set.of("Acme"))
                .setAvoidVendor(Set.of("Other"))
                .setMaxQber(Decimal64.valueOf("3.5").scaleTo(4))
                .setMinStored(Uint64.valueOf(4096))
                .setObjective(Constraints.Objective.LeastLoaded)
                .build();
        var decoded = KeyServiceCodec.decode(services(service("s", "a", "b").setConstraints(constraints)));
        assertEquals(
                new PathRules(
                        5,
                        new LinkRules(OptionalInt.of(35_000), 4096, Set.of("Acme"), Set.of("Other")),
                        new RelayRules(
                                Set.of(new org.qkdn.controller.core.model.NodeName("X")),
                                Set.of(new org.qkdn.controller.core.model.NodeName("Y")),
                                new DomainPolicy.Only(Set.of("red")),
                                3),
                        Objective.LEAST_LOADED),
                decoded.services().get("s").rules());
    }

    @Test
    void sumsOfTheHighestRatesDoNotOverflow() {
        var decoded = KeyServiceCodec.decode(services(service("s", "a", "b").setMinRate(rate("18446744073709551615"))));
        assertEquals(
                new SecretKeyRate(4_294_967_295L), decoded.services().get("s").minRate());
    }

    private static org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.Node node(String name) {
        return new NodeBuilder()
                .setName(new NodeName(name))
                .setAddress(new Host(
                        new org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715
                                .DomainName("localhost")))
                .build();
    }

    private static org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.Sae sae(
            String id, String node) {
        return new SaeBuilder()
                .setSaeId(new SaeId(id))
                .setNode(new NodeName(node))
                .build();
    }
}
