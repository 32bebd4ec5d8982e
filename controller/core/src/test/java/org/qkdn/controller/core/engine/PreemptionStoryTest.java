package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.CONCEPCION;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.service.ServiceState.Status;

/** A newcomer that can only go over NORTE-DISTRITO, of 1500 bit/s, while another is there that can also go over CONCEPCION. */
class PreemptionStoryTest {
    private static KeyService service(String name, NodeName from, int maxHops, long rate, int priority) {
        return new KeyService(
                name,
                KeyService.Origin.OPERATOR,
                MadQci.sae(from),
                MadQci.sae(DISTRITO),
                new SecretKeyRate(rate),
                Optional.empty(),
                priority,
                Optional.empty(),
                PathRules.of(maxHops, Set.of()),
                KeyMix.SINGLE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theVictimMovesWithoutAGap(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(Optional.of(new Random(seed)));
        KeyService victim = service("victim", NORTE, 16, 1000, 2);
        network.start().settle();
        network.serve(victim).settle();
        assertEquals(List.of(NORTE, DISTRITO), path(network));
        FaultsTest.Working.watch(network, "seed " + seed);
        network.serve(victim, service("newcomer", QUEVEDO, 2, 1000, 5)).settle();
        assertEquals(List.of(NORTE, CONCEPCION, DISTRITO), path(network));
        network.state
                .services()
                .values()
                .forEach(state -> assertEquals(
                        Status.UP, state.status(), () -> state.reason().orElse("")));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whoCannotMoveGivesWayAndComesBack(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(Optional.of(new Random(seed)));
        KeyService victim = service("victim", NORTE, 1, 1000, 2);
        network.start().settle();
        network.serve(victim).settle();
        network.serve(victim, service("newcomer", QUEVEDO, 2, 1000, 5)).settle();
        String reason = network.state.services().get("victim").reason().orElseThrow();
        assertTrue(reason.startsWith("pre-empted by service newcomer of priority 5: link "), reason);
        network.serve(victim).settle();
        assertEquals(Status.UP, network.state.services().get("victim").status());
    }

    private static List<NodeName> path(SimulatedNetwork network) {
        return network.state.services().get("victim").shares().getFirst().path().nodes();
    }
}
