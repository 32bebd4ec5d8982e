package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.AT_NORTE;
import static org.qkdn.controller.core.engine.MadQci.AT_QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.CONCEPCION;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.QUIJANO;
import static org.qkdn.controller.core.engine.MadQci.QUINTO;
import static org.qkdn.controller.core.engine.MadQci.TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.wanted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/** What an operator of MadQCI sees. */
class MadQciStoryTest {
    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    static KeyService service(String name, NodeName from, NodeName to, long rate) {
        return new KeyService(
                name,
                KeyService.Origin.OPERATOR,
                MadQci.sae(from),
                MadQci.sae(to),
                new SecretKeyRate(rate),
                Optional.empty(),
                0,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                KeyMix.SINGLE);
    }

    private ServiceState state(String name) {
        return network.state.services().get(name);
    }

    private List<NodeName> path(String name) {
        return state(name).shares().getFirst().path().nodes();
    }

    private void assertUp(String name, NodeName... nodes) {
        assertEquals(Status.UP, state(name).status(), () -> state(name).reason().orElse(""));
        assertEquals(List.of(nodes), path(name));
    }

    @Test
    void allFixedPairsBecomeActiveLinks() {
        network.start().settle();
        assertEquals(9, network.state.links().size());
        network.state.links().values().forEach(link -> assertEquals(LinkStatus.ACTIVE, link.status()));
    }

    @Test
    void keysBetweenQuintoAndDistritoAreRelayedOverFiveSites() {
        network.start().serve(service("s", QUINTO, DISTRITO, 1000)).settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, DISTRITO);
    }

    @Test
    void reroutesOverConcepcionWhenNorteDistritoIsCutAndStaysThereWhenItIsMended() {
        network.start().serve(service("s", QUINTO, DISTRITO, 1000)).settle();
        network.cut("NORTE-DISTRITO").settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, CONCEPCION, DISTRITO);
        network.mend("NORTE-DISTRITO").settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, CONCEPCION, DISTRITO);
    }

    @Test
    void isDownWithTheReasonWhereNoOtherPathExistsAndComesBackWhenItIsMended() {
        network.start().serve(service("s", QUINTO, DISTRITO, 1000)).settle();
        var programmed = Map.copyOf(network.held);
        network.cut("QUEVEDO-QUIJANO").settle();
        assertEquals(Status.DOWN, state("s").status());
        String reason = state("s").reason().orElseThrow();
        assertTrue(reason.contains("QUEVEDO-QUIJANO"), reason);
        assertTrue(reason.contains("PASSIVE: no light from the other end"), reason);
        assertEquals(programmed, network.held, "what is stored is served on");
        network.log.clear();
        network.mend("QUEVEDO-QUIJANO").settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, DISTRITO);
        assertEquals(List.of(), network.log, "nothing had to be programmed");
    }

    @Test
    void aLinkDownNotificationIsEnoughToReroute() {
        network.start().serve(service("s", QUINTO, DISTRITO, 1000)).settle();
        KeyAssociationLinkId link = network.state.links().values().stream()
                .filter(each -> each.touches(NORTE) && each.touches(DISTRITO))
                .findFirst()
                .orElseThrow()
                .id();
        Step step = Engine.apply(network.state, new Event.LinkWentDown(NORTE, link, "no light"));
        assertTrue(step.commands().stream()
                .anyMatch(command -> command instanceof Command.ProgramNode program
                        && program.node().equals(CONCEPCION)));
    }

    @Test
    void saysWhichLinkIsTooNarrow() {
        network.start().serve(service("s", QUINTO, DISTRITO, 1300)).settle();
        assertEquals(Status.DOWN, state("s").status());
        String reason = state("s").reason().orElseThrow();
        assertTrue(reason.contains("over span QUEVEDO-NORTE is too narrow: 1400 of 1400 bit/s are left, 1463"), reason);
    }

    @Test
    void saysWhatToDoAboutUnknownEnds() {
        KeyService unknown = new KeyService(
                "u",
                KeyService.Origin.OPERATOR,
                "nobody",
                "sae-QUINTO",
                SecretKeyRate.ZERO,
                Optional.empty(),
                0,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                KeyMix.SINGLE);
        network.start()
                .serve(
                        unknown,
                        service("same", QUINTO, QUINTO, 0),
                        service("a", QUINTO, NORTE, 0),
                        service("b", NORTE, QUINTO, 0))
                .settle();
        assertEquals(
                Optional.of("source: no SAE or node is named 'nobody': register it in the inventory"),
                state("u").reason());
        assertTrue(state("same").reason().orElseThrow().startsWith("both ends are in node QUINTO"));
        assertEquals(Status.UP, state("a").status());
        assertTrue(state("b").reason().orElseThrow().contains("service a already joins"), () -> state("b")
                .toString());
    }

    @Test
    void movesASwitchedPairOnlyWhileItRests() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        KeyAssociationLinkId old = Identities.physLink(TRANSMITTER, AT_QUEVEDO);
        KeyAssociationLinkId renewed = Identities.physLink(TRANSMITTER, AT_NORTE);
        assertEquals(LinkStatus.ACTIVE, network.state.links().get(old).status());
        network.log.clear();
        network.want(wanted(TRANSMITTER, AT_NORTE)).settle();
        assertEquals(LinkStatus.ACTIVE, network.state.links().get(renewed).status());
        assertFalse(network.state.links().containsKey(old));
        int lastOff = lastIndex(old, false);
        int switched = firstSwitch();
        int on = lastIndex(renewed, true);
        assertTrue(lastOff < switched, "links off before the switches move: " + network.log);
        assertTrue(switched < on, "links on after the switches moved: " + network.log);
        Pairing.Made pair =
                assertInstanceOf(Pairing.Made.class, network.state.pairings().get(TRANSMITTER));
        assertEquals(List.of("QUIJOTE-QUEVEDO", "QUEVEDO-NORTE"), pair.spans());
        assertEquals(1400 + 3000 + 3 * 1500, pair.loss().milliDb());
    }

    @Test
    void doesNotMoveLightThatAModuleMayBeAboutToMake() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        NetworkState enabling = network.state;
        for (ModuleId module : List.of(TRANSMITTER, AT_QUEVEDO)) {
            // the node was told to enable the link and has not been read since
            var stale = network.report(module.node());
            enabling = Engine.apply(enabling, new Event.NodeReported(without(stale, module)))
                    .state();
        }
        Step step = Engine.apply(
                enabling, new Event.OpticalPlantChanged(network.site.plant(wanted(TRANSMITTER, AT_NORTE))));
        assertTrue(step.commands().stream().noneMatch(Command.ProgramSwitch.class::isInstance));
    }

    private static NodeReport without(NodeReport report, ModuleId module) {
        return new NodeReport(
                report.node(),
                report.qkdnId(),
                report.status(),
                report.modules(),
                report.links().stream()
                        .filter(link -> !(link instanceof ReportedLink.Phys phys
                                && phys.local().equals(module)))
                        .toList(),
                report.applications(),
                report.combines());
    }

    /** Index of the first command that leaves the link off (or gone), or of the first that enables it. */
    private int lastIndex(KeyAssociationLinkId link, boolean enabled) {
        for (int i = 0; i < network.log.size(); i++) {
            if (network.log.get(i) instanceof Command.ProgramNode program
                    && program.node().equals(TRANSMITTER.node())
                    && isEnabled(program, link) == enabled) {
                return i;
            }
        }
        throw new AssertionError("never: " + network.log);
    }

    private static boolean isEnabled(Command.ProgramNode program, KeyAssociationLinkId link) {
        return program.desired().links().get(link) instanceof DesiredLink.Phys phys && phys.enabled();
    }

    private int firstSwitch() {
        for (int i = 0; i < network.log.size(); i++) {
            if (network.log.get(i) instanceof Command.ProgramSwitch) {
                return i;
            }
        }
        throw new AssertionError("never: " + network.log);
    }

    @Test
    void refusesASecondWishForTheSameReceiver() {
        network.start().want(wanted(TRANSMITTER, AT_NORTE)).settle();
        network.want(wanted(MadQci.SECOND_TRANSMITTER, AT_NORTE), wanted(TRANSMITTER, AT_NORTE))
                .settle();
        Pairing.Impossible refused = assertInstanceOf(
                Pairing.Impossible.class, network.state.pairings().get(MadQci.SECOND_TRANSMITTER));
        assertTrue(refused.reason().contains("QUIJOTE/10 to NORTE/10"), refused.reason());
        assertInstanceOf(Pairing.Made.class, network.state.pairings().get(TRANSMITTER));
    }

    @Test
    void anSaeThatAsksIsServedAndTheOperatorsOwnServiceTakesOver() {
        SaeId server = new SaeId("sae-QUINTO");
        SaeId client = new SaeId("sae-DISTRITO");
        network.start().settle();
        network.happen(new Event.ApplicationAsked(QUINTO, server, client)).settle();
        assertUp("request:sae-QUINTO:sae-DISTRITO", QUINTO, QUIJANO, QUEVEDO, NORTE, DISTRITO);
        network.serve(service("mine", DISTRITO, QUINTO, 100)).settle();
        assertEquals(Set.of("mine"), network.state.services().keySet());
        assertUp("mine", DISTRITO, NORTE, QUEVEDO, QUIJANO, QUINTO);
    }

    @Test
    void keysFlowOnThroughANodeWithoutSessionButNewPathsAvoidIt() {
        network.start().serve(service("s", QUIJANO, DISTRITO, 100)).settle();
        network.silent.add(NORTE);
        network.happen(new Event.NodeUnreachable(NORTE, "connection lost")).settle();
        assertUp("s", QUIJANO, QUEVEDO, NORTE, DISTRITO);
        network.serve(service("s", QUIJANO, DISTRITO, 100), service("t", QUEVEDO, CONCEPCION, 0))
                .settle();
        assertEquals(Status.DOWN, state("t").status());
        assertEquals(
                Optional.of("node NORTE on the path is not reachable: connection lost"),
                state("t").reason());
        network.silent.clear();
        network.nodeReports(NORTE);
        network.settle();
        assertUp("t", QUEVEDO, NORTE, CONCEPCION);
    }

    @Test
    void aSwitchThatForgotItsConnectionsIsTakenThroughTheSameSteps() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        KeyAssociationLinkId link = Identities.physLink(TRANSMITTER, AT_QUEVEDO);
        network.connected.put("switch-QUEVEDO", new TreeMap<>());
        network.log.clear();
        network.switchReports("switch-QUEVEDO");
        network.settle();
        assertEquals(LinkStatus.ACTIVE, network.state.links().get(link).status());
        assertTrue(lastIndex(link, false) < firstSwitch());
        assertTrue(firstSwitch() < lastIndex(link, true));
    }

    @Test
    void connectionsOfPortsThatThePlantDoesNotKnowAreLeftAlone() {
        network.connected.put("switch-QUEVEDO", new TreeMap<>(Map.of(77, 78)));
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        assertEquals(78, network.connected.get("switch-QUEVEDO").get(77));
        assertEquals(1, network.connected.get("switch-QUEVEDO").get(11));
    }

    @Test
    void tellsWhyAPairCannotBeMade() {
        network.start()
                .want(
                        wanted(TRANSMITTER, new ModuleId(QUEVEDO, 4)),
                        wanted(MadQci.SECOND_TRANSMITTER, new ModuleId(NORTE, 99)))
                .settle();
        assertEquals("module QUEVEDO/4 already serves fixed pair link-4: remove one of the two", refusal(TRANSMITTER));
        assertEquals("node NORTE reports no module 99", refusal(MadQci.SECOND_TRANSMITTER));
        network.want(wanted(MadQci.SECOND_TRANSMITTER, TRANSMITTER)).settle();
        assertEquals("QUIJOTE/10 is a transmitter and cannot receive", refusal(MadQci.SECOND_TRANSMITTER));
    }

    private String refusal(ModuleId transmitter) {
        return assertInstanceOf(
                        Pairing.Impossible.class, network.state.pairings().get(transmitter))
                .reason();
    }

    @Test
    void aRateThatStillSufficesChangesNothing() {
        network.start().serve(service("s", QUINTO, DISTRITO, 1000)).settle();
        KeyAssociationLinkId link = Identities.physLink(new ModuleId(QUEVEDO, 4), new ModuleId(NORTE, 4));
        Step step = Engine.apply(network.state, performed(link, 1200));
        assertEquals(List.of(), step.commands());
        assertEquals(new SecretKeyRate(1200), step.state().links().get(link).skr());
        assertEquals(
                network.state.services().get("s").placement(),
                step.state().services().get("s").placement());
        Step down = Engine.apply(step.state(), performed(link, 1100));
        assertEquals(Status.DOWN, down.state().services().get("s").status());
        Step up = Engine.apply(down.state(), performed(link, 1125));
        assertEquals(Status.UP, up.state().services().get("s").status());
        assertEquals(List.of(), up.commands());
    }

    private static Event performed(KeyAssociationLinkId link, long rate) {
        return new Event.LinkPerformed(NORTE, link, new SecretKeyRate(rate), Optional.of(42_000), Optional.of(9L));
    }

    @Test
    void servesAllPairsOfSites() {
        List<KeyService> all = new ArrayList<>();
        for (NodeName from : MadQci.NODES) {
            MadQci.NODES.stream()
                    .filter(to -> from.compareTo(to) < 0)
                    .forEach(to -> all.add(service(from + "-" + to, from, to, 10)));
        }
        network.start().serve(all.toArray(KeyService[]::new)).settle();
        assertEquals(36, network.state.services().size());
        all.forEach(service -> assertEquals(Status.UP, state(service.name()).status()));
    }

    @Test
    void aNodesRefusalIsTheReasonUntilItHoldsWhatItShould() {
        network.start().settle();
        NetworkState before = network.state;
        Step asked =
                Engine.apply(before, new Event.KeyServicesChanged(Map.of("s", service("s", QUINTO, QUIJANO, 0)), true));
        assertEquals(Status.PENDING, asked.state().services().get("s").status());
        Step refused = Engine.apply(asked.state(), new Event.ProgrammingFailed("QUINTO", "in-use"));
        assertEquals(
                Optional.of("node QUINTO refused: in-use"),
                refused.state().services().get("s").reason());
        network.state = refused.state();
        asked.commands().forEach(command -> {
            if (command instanceof Command.ProgramNode program) {
                network.held.put(program.node(), program.desired());
                network.nodeReports(program.node());
            }
        });
        network.settle();
        assertUp("s", QUINTO, QUIJANO);
        assertEquals(Map.of(), network.state.programmingErrors());
    }
}
