package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.QUIJANO;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.service.ServiceState.Status;

/** What services are granted and their nodes are told, on MadQCI: 1400 bit/s between QUEVEDO and NORTE, 37 200 to QUIJANO. */
class GrantsTest {
    private static final KeyAssociationLinkId NARROW =
            Identities.physLink(new ModuleId(QUEVEDO, 4), new ModuleId(NORTE, 4));

    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    private static KeyService service(
            String name, NodeName from, NodeName to, long min, Optional<Long> max, int priority) {
        return new KeyService(
                name,
                KeyService.Origin.OPERATOR,
                MadQci.sae(from),
                MadQci.sae(to),
                new SecretKeyRate(min),
                max.map(SecretKeyRate::new),
                priority,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                KeyMix.SINGLE);
    }

    private static final KeyService RESERVED = service("reserved", QUEVEDO, NORTE, 400, Optional.empty(), 0);
    private static final KeyService BEST_EFFORT = service("best", QUIJANO, NORTE, 0, Optional.empty(), 0);

    private long granted(String name) {
        return network.state
                .services()
                .get(name)
                .admission()
                .granted()
                .orElseThrow()
                .bitsPerSecond();
    }

    private Optional<SecretKeyRate> told(String name, NodeName node) {
        return ((DesiredApplication.Client) network.held
                        .get(node)
                        .applications()
                        .get(network.state.services().get(name).application()))
                .maxRate();
    }

    private void performs(long rate) {
        for (NodeName node : List.of(QUEVEDO, NORTE)) {
            network.happen(new Event.LinkPerformed(
                    node, NARROW, new SecretKeyRate(rate), Optional.empty(), Optional.of(10_000L)));
            network.settle();
        }
    }

    @Test
    void whatIsLeftIsSharedAndBothEndsAreTold() {
        network.start().serve(RESERVED, BEST_EFFORT).settle();
        assertEquals(822, granted("reserved"));
        assertEquals(422, granted("best"));
        for (NodeName node : List.of(QUEVEDO, NORTE)) {
            assertEquals(Optional.of(new SecretKeyRate(822)), told("reserved", node));
        }
        assertEquals(Optional.of(new SecretKeyRate(422)), told("best", QUIJANO));
    }

    @Test
    void whoHasItsLinksToItselfIsNotLimited() {
        network.start().serve(BEST_EFFORT).settle();
        assertEquals(1244, granted("best"));
        assertEquals(Optional.empty(), told("best", NORTE));
        network.serve(RESERVED, BEST_EFFORT).settle();
        assertEquals(Optional.of(new SecretKeyRate(422)), told("best", NORTE));
        network.serve(BEST_EFFORT).settle();
        assertEquals(Optional.empty(), told("best", NORTE));
    }

    @Test
    void aServiceGetsNoMoreThanItsMaxRate() {
        network.start()
                .serve(RESERVED, service("best", QUIJANO, NORTE, 0, Optional.of(100L), 0))
                .settle();
        assertEquals(100, granted("best"));
        assertEquals(Optional.of(new SecretKeyRate(100)), told("best", NORTE));
        assertEquals(1144, granted("reserved"));
    }

    @Test
    void ratesThatGoUpAndDownALittleProgramNoNode() {
        network.start().serve(RESERVED, BEST_EFFORT).settle();
        performs(1300);
        long best = granted("best");
        assertTrue(best < 422, "a falling rate counts at once: " + best);
        network.log.clear();
        var services = network.state.services();
        for (long rate : new long[] {1310, 1350, 1301, 1380, 1320}) {
            performs(rate);
            assertSame(services.get("best"), network.state.services().get("best"), "nothing else was computed");
        }
        assertEquals(List.of(), network.log);
        assertEquals(best, granted("best"));
        NetworkState state = network.state;
        for (NodeName node : List.of(QUEVEDO, NORTE)) {
            Step step = Engine.apply(
                    state,
                    new Event.LinkPerformed(
                            node, NARROW, new SecretKeyRate(1700), Optional.empty(), Optional.of(10_000L)));
            assertEquals(node.equals(NORTE), !step.commands().isEmpty(), "both ends make more, and more than a fifth");
            state = step.state();
        }
        assertEquals(
                Optional.of(new SecretKeyRate(555)),
                state.services().get("best").admission().granted());
    }

    @Test
    void aServiceThatWasPutDownUsesWhatIsLeft() {
        network.start().serve(RESERVED).settle();
        network.serve(RESERVED, service("new", QUIJANO, NORTE, 1000, Optional.of(1100L), 5))
                .settle();
        assertEquals(Status.DOWN, network.state.services().get("reserved").status());
        assertTrue(network.state
                .services()
                .get("reserved")
                .reason()
                .orElseThrow()
                .startsWith("pre-empted by service new of priority 5: "));
        assertEquals(1100, granted("new"));
        assertEquals(144, granted("reserved"));
        DesiredApplication.Client client = (DesiredApplication.Client) network.held
                .get(QUEVEDO)
                .applications()
                .get(network.state.services().get("reserved").application());
        assertEquals(new SecretKeyRate(144), client.minRate());
        assertEquals(Optional.of(new SecretKeyRate(144)), client.maxRate());
    }

    @Test
    void noLinkIsOversubscribedByWhatNodesAreTold() {
        network.start()
                .serve(
                        RESERVED,
                        BEST_EFFORT,
                        service("third", QUIJANO, DISTRITO, 200, Optional.empty(), 0),
                        service("fourth", QUEVEDO, DISTRITO, 0, Optional.of(5000L), 0))
                .settle();
        long sum = network.state.services().values().stream()
                .filter(state ->
                        state.shares().stream().anyMatch(share -> share.hops().contains(NARROW)))
                .mapToLong(state -> state.admission().limit().orElseThrow().bitsPerSecond())
                .sum();
        assertTrue(sum * 9 / 8 <= 1400, () -> "told " + sum);
        assertTrue(sum > 1230, () -> "told " + sum);
    }
}
