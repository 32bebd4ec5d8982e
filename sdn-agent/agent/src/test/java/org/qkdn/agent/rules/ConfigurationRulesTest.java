package org.qkdn.agent.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.C;
import static org.qkdn.agent.fixture.Sites.TO_A;
import static org.qkdn.agent.fixture.Sites.TO_C;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.desired.Link;
import org.qkdn.agent.desired.LinkEnd;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.desired.Role;
import org.qkdn.agent.desired.UntypedLink;
import org.qkdn.agent.fixture.Sites;
import org.qkdn.agent.plan.KeyStorePlan;

class ConfigurationRulesTest {
    private static final NodeConfiguration EMPTY = Sites.node(List.of(), List.of());
    private static final PhysLink GOOD = Sites.phys(TO_A, B, 1, A);

    private final ConfigurationRules rules = new ConfigurationRules(B, new KeyStorePlan(Set.of("sae-b")));

    @Test
    void acceptsAWholeRelayNode() {
        assertEquals(
                List.of(),
                rules.check(
                        EMPTY,
                        Sites.node(
                                List.of(GOOD, Sites.phys(TO_C, B, 2, C), Sites.virt(A, C, Optional.of(A), C)),
                                List.of(
                                        Sites.share("0a", TO_A),
                                        Sites.share("0c", TO_C),
                                        Sites.pair("01", "sae-b", "sae-c", Optional.of(C))))));
    }

    @Test
    void refusesAPhysLinkOfAnotherNode() {
        refused("qkdn_id", A, Sites.phys(TO_A, A, 1, C));
    }

    @Test
    void refusesAnInterfaceThatIsNotHere() {
        refused("qkdi_id", "9", Sites.phys(TO_A, B, 9, A));
    }

    @Test
    void refusesAPhysLinkWithoutItsOtherEnd() {
        refused(
                "qkdn_id",
                "qkdl_remote",
                new PhysLink(
                        TO_A,
                        true,
                        GOOD.local(),
                        new LinkEnd(Optional.empty(), Optional.empty()),
                        GOOD.attenuationDb(),
                        GOOD.wavelength(),
                        GOOD.role()));
    }

    @Test
    void refusesAModuleThatServesAnotherEnabledLink() {
        refused("qkdi_id", TO_A, GOOD, Sites.phys(TO_C, B, 1, C));
    }

    @Test
    void acceptsASecondLinkOnAModuleWhileTheFirstIsDisabled() {
        var disabled = new PhysLink(
                TO_A, false, GOOD.local(), GOOD.remote(), GOOD.attenuationDb(), GOOD.wavelength(), GOOD.role());
        assertEquals(
                List.of(), rules.check(EMPTY, Sites.node(List.of(disabled, Sites.phys(TO_C, B, 1, C)), List.of())));
    }

    @Test
    void refusesARoleTheModuleCannotTake() {
        refused("phys_qkd_role", "RECEIVER", with(Optional.of(Role.RECEIVER), "34", "8.5"));
    }

    @Test
    void refusesAWavelengthOutOfRange() {
        refused("phys_wavelength", "39", with(GOOD.role(), "39", "8.5"));
    }

    @Test
    void refusesMoreLossThanTheModuleStands() {
        refused("phys_channel_att", "12.001", with(GOOD.role(), "34", "12.001"));
    }

    @Test
    void refusesAVirtLinkThatLeadsBackHere() {
        refused("virt_next_hop", B, Sites.virt(A, C, Optional.of(A), B));
    }

    @Test
    void refusesAVirtLinkWithoutAnyHop() {
        refused("virt_next_hop", "virt_prev_hop", Sites.virt(B, C, Optional.empty()));
    }

    @Test
    void refusesSeveralNextHops() {
        refused("virt_next_hop", "one immediate", Sites.virt(B, C, Optional.empty(), A, C));
    }

    @Test
    void refusesAVirtLinkThatEndsHereButBelongsToOthers() {
        refused("qkdn_id", A, Sites.virt(A, C, Optional.empty(), C));
    }

    @Test
    void refusesALinkWithoutType() {
        refused("qkdl_type", "PHYS", new UntypedLink(TO_A, true, Sites.end(B), Sites.end(A)));
    }

    @Test
    void refusesAnIdInUpperCase() {
        var shouting = new PhysLink(
                "ABCDEF00-0000-4000-8000-000000000000",
                true,
                GOOD.local(),
                GOOD.remote(),
                GOOD.attenuationDb(),
                GOOD.wavelength(),
                GOOD.role());
        refused("qkdl_id", "lower case", shouting);
    }

    @Test
    void refusesAShareOfAPhysLinkThatIsNotHere() {
        refused(
                "backing_qkdl_id",
                TO_C,
                Sites.node(
                        List.of(GOOD, Sites.virt(A, C, Optional.of(A), C)),
                        List.of(Sites.share("0a", TO_A), Sites.share("0c", TO_C))));
    }

    @Test
    void refusesAnApplicationOfSaesThatLiveElsewhere() {
        refused("server_app_id", "sae-x", application(Sites.pair("01", "sae-x", "sae-y", Optional.of(C))));
    }

    @Test
    void refusesAnApplicationWhoseRemoteNodeIsThisOne() {
        refused("remote_qkdn_id", B, application(Sites.pair("01", "sae-b", "sae-c", Optional.of(B))));
    }

    @Test
    void refusesSeveralLinksWithoutSayingHowTheyAreCombined() {
        refused("backing_qkdl_id", "combination", pair(Optional.empty(), TO_A, TO_C));
    }

    @Test
    void refusesToCombineWhatOneLinkBrings() {
        refused("backing_qkdl_id", "xor needs two", pair(Optional.of("xor"), TO_C));
    }

    @Test
    void acceptsCombinationsOfSeveralLinksOfOneWithAShareFromElsewhereAndOfNoneYet() {
        for (var application : List.of(
                pair(Optional.of("xor"), TO_A, TO_C),
                pair(Optional.of("hkdf-sha384+ml-kem-768"), TO_C),
                pair(Optional.of("xor")))) {
            assertEquals(List.of(), rules.check(EMPTY, application));
        }
    }

    @Test
    void acceptsKeysThatAreSplitOverLinksAndRefusesPartsOfOthers() {
        var pair = Sites.pair("01", "sae-b", "sae-c", Optional.of(C), Optional.empty(), TO_A, TO_C);
        for (var parts : List.of(Map.<String, Long>of(), Map.of(TO_A, 700L, TO_C, 300L))) {
            assertEquals(List.of(), rules.check(EMPTY, application(Sites.split(pair, parts))));
        }
        assertEquals(List.of(), rules.check(EMPTY, pair(Optional.of("split"), TO_C)));
        refused("backing_qkdl_id", Sites.VIRT, application(Sites.split(pair, Map.of(Sites.VIRT, 300L))));
    }

    private static NodeConfiguration pair(Optional<String> combination, String... links) {
        return application(Sites.pair("01", "sae-b", "sae-c", Optional.of(C), combination, links));
    }

    @Test
    void refusesAnEditOfTheInventory() {
        var edited = new NodeConfiguration(
                EMPTY.nodeId(),
                Map.of(1L, Sites.module(1, Role.RECEIVER), 2L, Sites.module(2, Role.TRANSCEIVER)),
                Map.of(),
                Map.of());
        refused("qkd_interface", "qkdi_att_point", edited);
    }

    @Test
    void refusesAnotherNodeId() {
        refused("qkdn_id", A, new NodeConfiguration(Optional.of(A), EMPTY.interfaces(), Map.of(), Map.of()));
    }

    @Test
    void refusesToLoseTheNodeId() {
        refused("qkdn_id", B, new NodeConfiguration(Optional.empty(), EMPTY.interfaces(), Map.of(), Map.of()));
    }

    @Test
    void leavesAloneWhatDidNotChange() {
        var stale = Sites.node(List.of(with(Optional.of(Role.RECEIVER), "39", "40")), List.of());
        assertEquals(List.of(), rules.check(stale, stale));
    }

    private static PhysLink with(Optional<Role> role, String wavelength, String loss) {
        return new PhysLink(
                TO_A,
                true,
                GOOD.local(),
                GOOD.remote(),
                Optional.of(new BigDecimal(loss)),
                Optional.of(wavelength),
                role);
    }

    private static NodeConfiguration application(Application application) {
        return Sites.node(List.of(), List.of(application));
    }

    private void refused(String leaf, String named, Link... links) {
        refused(leaf, named, Sites.node(List.of(links), List.of()));
    }

    private void refused(String leaf, String named, NodeConfiguration after) {
        var found = rules.check(EMPTY, after);
        assertTrue(
                found.stream()
                        .anyMatch(violation -> violation
                                        .path()
                                        .getLastPathArgument()
                                        .getNodeType()
                                        .getLocalName()
                                        .equals(leaf)
                                && violation.message().contains(named)),
                found.toString());
    }
}
