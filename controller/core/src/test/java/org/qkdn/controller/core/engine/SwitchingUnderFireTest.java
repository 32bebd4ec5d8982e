package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.AT_NORTE;
import static org.qkdn.controller.core.engine.MadQci.AT_QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.SECOND_TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.wanted;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant.WantedPairing;
import org.qkdn.controller.core.pairing.Pairing;

/**
 * Four hundred re-pairings while switches, modules, fibres and sessions fail at random, and fibres are swapped; {@code -Drepairings=10000} makes it
 * ten thousand. The simulated network itself fails the test where light is moved while key is made, where an egress is
 * shared, and where nothing comes to rest.
 */
class SwitchingUnderFireTest {
    private static final int REPAIRINGS = Integer.getInteger("repairings", 400);
    private static final List<String> SWITCHES =
            List.of("switch-QUINTIN", "switch-QUIJOTE", "switch-QUEVEDO", "switch-NORTE");
    private static final List<String> SPANS = List.of("QUIJOTE-QUINTIN", "QUIJOTE-QUEVEDO", "QUEVEDO-NORTE");
    private static final List<NodeName> NODES =
            List.of(TRANSMITTER.node(), SECOND_TRANSMITTER.node(), AT_QUEVEDO.node(), AT_NORTE.node());

    private final Random random = new Random(20261126);
    private final SimulatedNetwork network = new SimulatedNetwork(Optional.of(random));

    @Test
    void leavesNoEgressSharedAndNoWrongPairAndComesToWhatIsWanted() {
        network.switchRefuses = command -> random.nextInt(20) == 0;
        network.credulous = true;
        network.start().settle();
        while (network.state.switching().turn() < REPAIRINGS) {
            happen();
            network.settle();
            assertKeyIsMadeByWantedPairsOnly();
            assertNoKeyOfAWrongPairCounts();
        }
        network.switchRefuses = command -> false;
        SWITCHES.forEach(name -> network.restart(name, true));
        List.copyOf(network.light.crossed).forEach(network::cross);
        SPANS.forEach(network::mend);
        network.go("HWDU").speak().settle();
        network.want(wanted(TRANSMITTER, AT_NORTE), wanted(SECOND_TRANSMITTER, AT_QUEVEDO));
        network.settle();
        for (int time = 0; time < 20; time++) {
            network.pass();
        }
        assertEverythingIsAsDesired();
    }

    private void happen() {
        switch (random.nextInt(13)) {
            case 0 -> network.jam(any(SWITCHES));
            case 1, 2 -> network.restart(any(SWITCHES), random.nextBoolean());
            case 3 -> network.cut(any(SPANS));
            case 4, 5 -> SPANS.forEach(network::mend);
            case 6 -> network.silence(any(NODES));
            case 7 -> network.speak();
            case 8 -> {
                network.stop("HWDU");
                network.settle();
                network.go("HWDU");
            }
            case 9 -> network.pass();
            case 10 -> network.cross("switch-QUEVEDO");
            default -> {
                switch (random.nextInt(5)) {
                    case 0 -> network.want(wanted(TRANSMITTER, AT_NORTE), wanted(SECOND_TRANSMITTER, AT_QUEVEDO));
                    case 1 -> network.want(wanted(TRANSMITTER, AT_QUEVEDO), wanted(SECOND_TRANSMITTER, AT_NORTE));
                    case 2 ->
                        network.want(
                                random.nextBoolean()
                                        ? wanted(TRANSMITTER, AT_NORTE)
                                        : wanted(SECOND_TRANSMITTER, AT_NORTE));
                    case 3 -> network.want(new WantedPairing[0]);
                    default -> network.pairAutomatically();
                }
            }
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Key is made on links that the controller knows of, and on those whose ends it cannot tell to stop. */
    private void assertKeyIsMadeByWantedPairsOnly() {
        network.makingKey()
                .forEach(link -> assertTrue(
                        network.state.links().containsKey(link) || isOutOfReach(link),
                        () -> "key is made on " + link + ", which nobody wants"));
    }

    /** A link is up only where light joins its two modules, as far as either can be asked. */
    private void assertNoKeyOfAWrongPairCounts() {
        network.state.links().values().stream()
                .filter(link -> link.status() == LinkStatus.ACTIVE && !isOutOfReach(link.id()))
                .forEach(link -> assertEquals(
                        Optional.of(link.receiver()),
                        network.light.receiverOf(link.transmitter()),
                        () -> "link " + link.id() + " is up"));
    }

    private boolean isOutOfReach(KeyAssociationLinkId link) {
        return network.held.entrySet().stream()
                .filter(node -> node.getValue().links().containsKey(link))
                .allMatch(node -> network.silent.contains(node.getKey()));
    }

    private void assertEverythingIsAsDesired() {
        network.state
                .desiredSwitches()
                .forEach((name, desired) -> assertEquals(desired, network.connected.get(name), name));
        network.state.desired().forEach((node, desired) -> assertEquals(desired, network.held.get(node), node::value));
        network.state.pairings().values().forEach(pairing -> {
            Pairing.Made made = (Pairing.Made) pairing;
            assertEquals(
                    LinkStatus.ACTIVE, network.state.links().get(made.link()).status(), made::toString);
        });
        assertTrue(network.state.pairings().containsKey(TRANSMITTER)
                && network.state.pairings().containsKey(SECOND_TRANSMITTER));
        assertTrue(network.state.switching().underWay().isEmpty());
    }
}
