package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.AT_NORTE;
import static org.qkdn.controller.core.engine.MadQci.AT_QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.SECOND_TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.wanted;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.service.Placement;

/** A controller that starts again finds its own work in what nodes and switches report, and changes nothing. */
class RestartTest {
    private static final List<String> SPANS = List.of(
            "QUIRON-QUIJOTE",
            "QUIJOTE-QUINTIN",
            "QUIJOTE-QUEVEDO",
            "QUEVEDO-NORTE",
            "CONCEPCION-DISTRITO",
            "NORTE-DISTRITO",
            "NORTE-CONCEPCION",
            "QUEVEDO-QUIJANO",
            "QUIJANO-QUINTO");

    static List<Long> seeds() {
        return new Random(20261121).longs(60).boxed().toList();
    }

    /** A network after a random history, at rest. */
    private static SimulatedNetwork lived(Random random) {
        SimulatedNetwork network = new SimulatedNetwork(Optional.of(random));
        network.start().settle();
        for (int i = 0; i < 6; i++) {
            switch (random.nextInt(5)) {
                case 0 -> network.serve(services(random));
                case 1 -> network.cut(SPANS.get(random.nextInt(SPANS.size())));
                case 2 -> network.mend(SPANS.get(random.nextInt(SPANS.size())));
                case 3 -> network.want(wishes(random));
                default -> network.happen(asked(random));
            }
            if (random.nextBoolean()) {
                network.settle();
            }
            assertNothingOvercommitted(network.state);
        }
        network.settle();
        assertAllPairsMakeKey(network);
        return network;
    }

    private static void assertAllPairsMakeKey(SimulatedNetwork network) {
        network.state.pairings().values().forEach(pairing -> {
            if (pairing instanceof Pairing.Made made) {
                boolean whole = made.spans().stream().noneMatch(network.light.cut::contains);
                LinkStatus status = network.state.links().get(made.link()).status();
                assertEquals(whole, status == LinkStatus.ACTIVE, made::toString);
            }
        });
    }

    private static KeyService[] services(Random random) {
        List<KeyService> services = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            KeyService plain = MadQciStoryTest.service(
                    "s" + i, node(random), node(random), random.nextBoolean() ? 0 : random.nextInt(2000));
            services.add(new KeyService(
                    plain.name(),
                    plain.origin(),
                    plain.source(),
                    plain.destination(),
                    plain.minRate(),
                    plain.maxRate(),
                    random.nextInt(3),
                    plain.ttlSeconds(),
                    plain.rules(),
                    mix(random)));
        }
        return services.toArray(KeyService[]::new);
    }

    private static KeyMix mix(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new KeyMix(Combination.XOR, 2, Set.of());
            case 1 -> new KeyMix(Combination.HKDF_SHA384, 2, Set.of(SharedRisk.Kind.TECHNOLOGY));
            case 2 -> new KeyMix(Combination.HKDF_SHA384_ML_KEM_768, 1, Set.of());
            case 3 -> new KeyMix(Combination.SPLIT, 3, Set.of());
            default -> KeyMix.SINGLE;
        };
    }

    private static OpticalPlant.WantedPairing[] wishes(Random random) {
        List<OpticalPlant.WantedPairing> wishes = new ArrayList<>();
        if (random.nextBoolean()) {
            wishes.add(wanted(TRANSMITTER, random.nextBoolean() ? AT_QUEVEDO : AT_NORTE));
        }
        if (random.nextBoolean()) {
            wishes.add(wanted(SECOND_TRANSMITTER, random.nextBoolean() ? AT_QUEVEDO : AT_NORTE));
        }
        return wishes.toArray(OpticalPlant.WantedPairing[]::new);
    }

    private static Event asked(Random random) {
        NodeName server = node(random);
        return new Event.ApplicationAsked(server, new SaeId(MadQci.sae(server)), new SaeId(MadQci.sae(node(random))));
    }

    private static NodeName node(Random random) {
        return MadQci.NODES.get(random.nextInt(MadQci.NODES.size()));
    }

    private static void assertNothingOvercommitted(NetworkState state) {
        state.links()
                .values()
                .forEach(link -> assertTrue(
                        link.reserved().compareTo(link.skr()) <= 0
                                || link.reserved().bitsPerSecond() == 0,
                        link::toString));
    }

    private static Map<String, Optional<Placement>> placements(NetworkState state) {
        Map<String, Optional<Placement>> placements = new TreeMap<>();
        state.services().forEach((name, service) -> placements.put(name, service.placement()));
        return placements;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void changesNothing(long seed) {
        SimulatedNetwork network = lived(new Random(seed));
        NetworkState before = network.state;
        network.start().settle();
        assertEquals(List.of(), network.log);
        assertEquals(before.desired(), network.state.desired());
        assertEquals(before.desiredSwitches(), network.state.desiredSwitches());
        assertEquals(before.pairings(), network.state.pairings());
        assertEquals(placements(before), placements(network.state));
        assertEquals(before.asked(), network.state.asked());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void changesNothingWhileSomeNodesHaveNoSession(long seed) {
        Random random = new Random(seed);
        SimulatedNetwork network = lived(random);
        Map<NodeName, DesiredNode> held = new TreeMap<>(network.held);
        List<NodeName> nodes = new ArrayList<>(MadQci.NODES);
        Collections.shuffle(nodes, random);
        network.silent.addAll(nodes.subList(0, 1 + random.nextInt(3)));
        network.start().settle();
        assertEquals(List.of(), network.log);
        network.happen(new Event.DiscoveryTimedOut()).settle();
        assertEquals(List.of(), network.log, () -> "without " + network.silent);
        network.silent.clear();
        MadQci.NODES.forEach(network::nodeReports);
        network.settle();
        assertEquals(List.of(), network.log, () -> differences(network, held));
        assertEquals(held, network.state.desired());
    }

    /** What the first command for each node would change, and how the services stand. */
    private static String differences(SimulatedNetwork network, Map<NodeName, DesiredNode> held) {
        StringBuilder text = new StringBuilder();
        for (Command command : network.log) {
            if (command instanceof Command.ProgramNode program) {
                DesiredNode before = held.get(program.node());
                text.append("\n").append(program.node());
                text.append("\n  added ")
                        .append(difference(program.desired().links(), before.links()))
                        .append(difference(program.desired().applications(), before.applications()));
                text.append("\n  removed ")
                        .append(difference(before.links(), program.desired().links()))
                        .append(difference(
                                before.applications(), program.desired().applications()));
            } else {
                text.append("\n").append(command);
            }
        }
        network.state.services().values().forEach(service -> text.append("\n").append(service));
        return text.toString();
    }

    private static <K, V> Map<K, V> difference(Map<K, V> left, Map<K, V> right) {
        Map<K, V> difference = new TreeMap<>(left);
        difference.entrySet().removeAll(right.entrySet());
        return difference;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void reportsAsDesiredAreAnsweredWithNothing(long seed) {
        SimulatedNetwork network = lived(new Random(seed));
        network.log.clear();
        MadQci.NODES.forEach(network::nodeReports);
        network.connected.keySet().forEach(network::switchReports);
        network.settle();
        assertEquals(List.of(), network.log);
    }

    @Test
    void decidesNothingBeforeAllHaveReported() {
        SimulatedNetwork network = new SimulatedNetwork(Optional.empty());
        network.silent.add(MadQci.NORTE);
        network.start().settle();
        assertEquals(List.of(), network.log);
        assertEquals(Map.<KeyAssociationLinkId, Object>of(), network.state.links());
        network.happen(new Event.DiscoveryTimedOut()).settle();
        assertEquals(6, network.state.links().size());
    }

    @Test
    void undoesWhatSomebodyElseDidToANode() {
        SimulatedNetwork network = new SimulatedNetwork(Optional.empty());
        network.start().settle();
        DesiredNode norte = network.held.get(MadQci.NORTE);
        network.held.put(MadQci.NORTE, DesiredNode.EMPTY);
        network.log.clear();
        network.nodeReports(MadQci.NORTE);
        network.settle();
        assertEquals(List.of(new Command.ProgramNode(MadQci.NORTE, norte)), network.log);
    }
}
