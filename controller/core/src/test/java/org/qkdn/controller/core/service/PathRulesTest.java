package org.qkdn.controller.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.DomainPolicy;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.RelayRules;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.path.RelayNode;

/** What a service's rules do to where it is placed: A and B, joined directly and over X. */
class PathRulesTest {
    private static final NodeName A = new NodeName("A");
    private static final NodeName B = new NodeName("B");
    private static final NodeName X = new NodeName("X");
    private static final RelayRules ANY_NODE = RelayRules.NONE;

    private static PhysLink link(int number, NodeName a, NodeName b, int qberPpm, long storedBits) {
        return new PhysLink(
                new KeyAssociationLinkId(new UUID(0, number)),
                new ModuleId(a, number),
                new ModuleId(b, number),
                new Channel(34),
                Loss.NONE,
                LinkStatus.ACTIVE,
                Optional.empty(),
                new SecretKeyRate(1000L * number),
                SecretKeyRate.ZERO,
                Optional.of(qberPpm),
                Optional.of(storedBits),
                false);
    }

    private static final PhysLink DIRECT = link(1, A, B, 50_000, 100);
    private static final PhysLink FIRST = link(2, A, X, 10_000, 300);
    private static final PhysLink SECOND = link(3, X, B, 20_000, 200);

    private static Placing.Result place(PathRules rules, Map<PhysLink, String> models, PhysLink... links) {
        RelayNetwork network = new RelayNetwork(
                new TreeMap<>(Stream.of(links).collect(Collectors.toMap(PhysLink::id, link -> link))),
                Map.of(),
                models.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().id(),
                                entry -> new LinkMake(Set.of(entry.getValue()), Set.of()))),
                List.of(new RelayNode(A, "red", 0), new RelayNode(B, "red", 0), new RelayNode(X, "blue", 2)),
                Map.of(),
                Set.of());
        KeyService service = new KeyService(
                "s",
                KeyService.Origin.OPERATOR,
                "a",
                "b",
                SecretKeyRate.ZERO,
                Optional.empty(),
                0,
                Optional.empty(),
                rules,
                KeyMix.SINGLE);
        // so far it was on the direct link
        Placement previous = new Placement(List.of(Share.over(new KeyRelayPath(List.of(A, B), List.of(DIRECT.id())))));
        Candidate candidate = new Candidate(
                service,
                new EndPoints.Known(new SaeId("a"), new SaeId("b"), A, B),
                Optional.of(previous),
                true,
                Set.of(),
                List.of());
        return Placing.of(network, List.of(candidate), List.of()).results().get("s");
    }

    private static Placing.Result place(PathRules rules) {
        return place(rules, Map.of(), DIRECT, FIRST, SECOND);
    }

    private static PathRules rules(LinkRules links, RelayRules relays) {
        return new PathRules(16, links, relays, Objective.FEWEST_TRUSTED_NODES);
    }

    private static PathRules links(OptionalInt maxQberPpm, long minStored, Set<String> only, Set<String> avoid) {
        return rules(new LinkRules(maxQberPpm, minStored, only, avoid), ANY_NODE);
    }

    private static PathRules relays(Set<NodeName> visit, DomainPolicy domains, int minTrust) {
        return rules(LinkRules.NONE, new RelayRules(Set.of(), visit, domains, minTrust));
    }

    private static void assertPath(Placing.Result result, NodeName... nodes) {
        assertEquals(Optional.empty(), result.refusal());
        assertEquals(
                List.of(nodes),
                result.placement().orElseThrow().shares().getFirst().path().nodes());
    }

    private static void assertRefused(String reason, Placing.Result result) {
        assertEquals(Optional.of(reason), result.refusal());
    }

    @Test
    void aPathIsKeptWhileItDoesAlthoughAnotherIsBetter() {
        assertPath(place(new PathRules(16, LinkRules.NONE, ANY_NODE, Objective.WIDEST)), A, B);
    }

    @Test
    void aPathIsLeftWhenItsLinkCrossesALimit() {
        assertPath(place(links(OptionalInt.of(30_000), 0, Set.of(), Set.of())), A, X, B);
        assertPath(place(links(OptionalInt.empty(), 150, Set.of(), Set.of())), A, X, B);
        assertPath(place(relays(Set.of(X), DomainPolicy.ANY, 2)), A, X, B);
    }

    @Test
    void theLinkThatDoesNotKeepToALimitIsNamed() {
        assertRefused(
                "link A/1-B/1 has a QBER of 5.0 %, and the service allows 1.5 %",
                place(links(OptionalInt.of(15_000), 0, Set.of(), Set.of())));
        assertRefused(
                "link A/1-B/1 has 100 bit of key stored, and the service demands 250 bit",
                place(links(OptionalInt.empty(), 250, Set.of(), Set.of())));
        assertRefused(
                "link A/1-B/1 is made by modules of Acme One, which the service does not allow",
                place(links(OptionalInt.empty(), 0, Set.of(), Set.of("acme")), Map.of(DIRECT, "Acme One"), DIRECT));
    }

    @Test
    void aMakerThatMustBeIsKnownByTheModelsFirstWords() {
        Map<PhysLink, String> models = Map.of(DIRECT, "Acmeville One", FIRST, "Acme One", SECOND, "ACME/2");
        assertPath(
                place(links(OptionalInt.empty(), 0, Set.of("Acme"), Set.of()), models, DIRECT, FIRST, SECOND), A, X, B);
    }

    @Test
    void theNodeThatDoesNotKeepToTheRulesIsNamed() {
        assertRefused(
                "the best path crosses node X, which is of trust class 2, and the service demands 3",
                place(relays(Set.of(), DomainPolicy.ANY, 3), Map.of(), FIRST, SECOND));
        assertRefused(
                "the best path crosses node X, which is of domain blue, where the service does not allow it",
                place(relays(Set.of(), new DomainPolicy.OfEnds(), 0), Map.of(), FIRST, SECOND));
        assertRefused(
                "no path crosses all of the nodes that the service demands: X",
                place(relays(Set.of(X), DomainPolicy.ANY, 0), Map.of(), DIRECT));
    }
}
