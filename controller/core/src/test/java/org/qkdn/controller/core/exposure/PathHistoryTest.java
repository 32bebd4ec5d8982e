package org.qkdn.controller.core.exposure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.CONCEPCION;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUINTO;
import static org.qkdn.controller.core.engine.MadQci.QUIRON;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.MadQci;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.engine.SimulatedNetwork;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;

class PathHistoryTest {
    private long second;
    private PathHistory history = new PathHistory(at(0));
    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty()).start();

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }

    private static KeyService service(String name, NodeName from, NodeName to) {
        return new KeyService(
                name,
                KeyService.Origin.OPERATOR,
                MadQci.sae(from),
                MadQci.sae(to),
                new SecretKeyRate(100),
                Optional.empty(),
                0,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                KeyMix.SINGLE);
    }

    /** As the control loop does, after each step; a second passes between two. */
    private void look(NetworkState state) {
        second++;
        history.changes(state, at(second)).forEach(history::add);
    }

    private List<String> services(NodeName node, long from, long to) {
        return history.of(node, at(from), at(to)).stream()
                .map(crossing -> crossing.path().service())
                .sorted()
                .toList();
    }

    @Test
    void tellsWhichServicesCrossedANodeAndWhen() {
        network.watch(() -> look(network.state));
        network.serve(service("s", QUINTO, DISTRITO)).settle();
        long moved = second;
        assertEquals(List.of("s"), services(NORTE, 0, moved));
        assertEquals(List.of(), services(CONCEPCION, 0, moved));
        network.cut("NORTE-DISTRITO").settle();
        assertEquals(List.of("s"), services(CONCEPCION, 0, second));
        assertEquals(List.of(), services(CONCEPCION, 0, moved), "not before");
        assertEquals(
                List.of("s"), services(DISTRITO, second, second), "an end counts, and by now the old path is gone");
        assertEquals(List.of(), services(QUIRON, 0, second));
        Crossing crossing = history.of(CONCEPCION, at(0), at(second)).getFirst();
        assertTrue(crossing.path().isRelayedBy(CONCEPCION));
        assertFalse(crossing.path().isRelayedBy(DISTRITO));
        assertEquals(Optional.empty(), crossing.until());
    }

    @Test
    void aPathCountsUntilItsNodesSayThatItIsNoMore() {
        network.watch(() -> look(network.state));
        network.serve(service("s", QUINTO, DISTRITO)).settle();
        network.silence(MadQci.NODES.toArray(NodeName[]::new)).serve().settle();
        assertEquals(Set.of(), network.state.services().keySet());
        assertEquals(
                Optional.empty(),
                history.of(NORTE, at(0), at(second)).getFirst().until());
        network.speak().settle();
        assertTrue(history.of(NORTE, at(0), at(second)).getFirst().until().isPresent());
    }

    @Test
    void whatWasInUseWhenTheControllerEndedStaysSoUntilNodesSayOtherwise() {
        network.watch(() -> look(network.state));
        network.serve(service("s", QUINTO, DISTRITO)).settle();
        Instant from = history.of(NORTE, at(0), at(second)).getFirst().from();
        look(Engine.initial());
        assertEquals(
                Optional.empty(),
                history.of(NORTE, at(0), at(second)).getFirst().until());
        network.start().settle();
        List<Crossing> crossings = history.of(NORTE, at(0), at(second));
        assertEquals(1, crossings.size(), "it is the same one");
        assertEquals(from, crossings.getFirst().from());
    }

    /** An application's keys and a link that they really travel over. */
    private record Travel(ApplicationId application, KeyAssociationLinkId link) {
        static Travel of(UsedPath path) {
            return new Travel(path.application(), path.link());
        }
    }

    /** Whatever happens, what keys can really travel over is in the record. */
    @Test
    void nothingThatReallyHappensIsMissing() {
        long seed = 815;
        SplittableRandom random = new SplittableRandom(seed);
        List<KeyService> services =
                List.of(service("a", QUINTO, DISTRITO), service("b", QUIRON, CONCEPCION), service("c", NORTE, QUIRON));
        Set<Travel> all = new HashSet<>();
        network.watch(() -> {
            look(network.state);
            Set<Travel> recorded = history.crossings().stream()
                    .filter(crossing -> crossing.until().isEmpty())
                    .map(crossing -> Travel.of(crossing.path()))
                    .collect(Collectors.toSet());
            Set<Travel> real = real();
            assertTrue(recorded.containsAll(real), () -> "seed " + seed + ": " + real + " is not in " + recorded);
            all.addAll(real);
        });
        List<String> spans = List.copyOf(new MadQci().plant().spans().keySet());
        for (int turn = 0; turn < 30; turn++) {
            switch (random.nextInt(4)) {
                case 0 -> network.cut(spans.get(random.nextInt(spans.size())));
                case 1 -> spans.forEach(network::mend);
                case 2 ->
                    network.serve(services.stream()
                            .filter(service -> random.nextInt(4) > 0)
                            .toArray(KeyService[]::new));
                default -> network.start();
            }
            network.settle().pass();
        }
        assertTrue(all.size() > 3, "much happened: " + all.size());
    }

    private Set<Travel> real() {
        Set<Travel> real = new HashSet<>();
        for (NodeName node : MadQci.NODES) {
            for (ReportedApplication application : network.report(node).applications()) {
                if (!application.internal()) {
                    application.backing().stream()
                            .filter(this::leadsThrough)
                            .forEach(link -> real.add(new Travel(application.id(), link)));
                }
            }
        }
        return real;
    }

    /** Whether a chain of nodes holds the link from end to end; a PHYS link is one. */
    private boolean leadsThrough(KeyAssociationLinkId id) {
        Map<UUID, ReportedLink.Virt> holders = new HashMap<>();
        for (NodeName node : MadQci.NODES) {
            NodeReport report = network.report(node);
            for (ReportedLink link : report.links()) {
                if (link.id().equals(id)) {
                    if (!(link instanceof ReportedLink.Virt virt)) {
                        return true;
                    }
                    holders.put(report.qkdnId(), virt);
                }
            }
        }
        // localEnd is a path's first node, but at the last node the other way round
        return holders.entrySet().stream()
                .filter(each -> each.getValue().previousHop().isEmpty())
                .anyMatch(first -> {
                    UUID at = first.getKey();
                    for (int hops = 0; hops < holders.size(); hops++) {
                        ReportedLink.Virt here = holders.get(at);
                        if (here == null) {
                            return false;
                        }
                        if (here.nextHops().isEmpty()) {
                            return true;
                        }
                        at = here.nextHops().getFirst();
                    }
                    return false;
                });
    }

    @Test
    void forgetsWhatIsOldAndSaysSinceWhenItRemembers() {
        network.watch(() -> look(network.state));
        network.serve(service("s", QUINTO, DISTRITO)).settle();
        network.serve().settle();
        network.serve(service("t", QUINTO, DISTRITO)).settle();
        network.serve().settle();
        assertEquals(2, history.crossings().size());
        history.forget(at(second), Duration.ofDays(400), 1);
        assertEquals(List.of("t"), services(NORTE, 0, second));
        assertTrue(history.since().isAfter(at(0)));
        history.forget(at(second + 1000), Duration.ofSeconds(1), 100);
        assertEquals(List.of(), history.crossings());
        assertEquals(at(second + 999), history.since());
    }
}
