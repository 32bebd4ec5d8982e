package org.qkdn.controller.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SharedRisk;

/** Against all sets of simple paths of small random networks. */
class DisjointPathsTest {
    private static final int NETWORKS = 10000;

    @Test
    void findsASetAsGoodAsTheBestWhereverThereIsOne() {
        int found = 0;
        for (long seed = 0; seed < NETWORKS; seed++) {
            Random random = new Random(seed);
            RandomNetwork network = RandomNetwork.of(random, 9, 2.4);
            Apart apart = new Apart(random.nextInt(4) > 0, kinds(random));
            int count = 2 + random.nextInt(2);
            List<RandomNetwork.Walk> walks = network.walks();
            Best best = new Best(network, apart, count);
            best.choose(walks, new ArrayList<>());
            String what = "seed " + seed + ", " + count + " " + apart + ", " + network.demand();
            Optional<List<KeyRelayPath>> paths = DisjointPaths.find(network.graph(), network.demand(), apart, count);
            assertEquals(best.hops < Integer.MAX_VALUE, paths.isPresent(), what);
            if (paths.isPresent()) {
                found++;
                List<RandomNetwork.Walk> chosen = paths.get().stream()
                        .map(path -> walks.stream()
                                .filter(walk -> walk.path().equals(path))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(path + " may not be, " + what)))
                        .toList();
                assertTrue(best.isApart(chosen), what);
                assertEquals(count, chosen.size(), what);
                assertTrue(best.crossesAll(chosen), what);
                assertEquals(best.hops, Best.hops(chosen), what);
                assertEquals(best.width, best.width(chosen), what);
            }
        }
        assertTrue(found > NETWORKS / 8, "too few sets were compared: " + found);
    }

    private static Set<SharedRisk.Kind> kinds(Random random) {
        Set<SharedRisk.Kind> kinds = new HashSet<>();
        for (SharedRisk.Kind kind : SharedRisk.Kind.values()) {
            if (random.nextInt(6) == 0) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** The best of all sets. */
    private static final class Best {
        private final RandomNetwork network;
        private final Apart apart;
        private final int count;
        private int hops = Integer.MAX_VALUE;
        private double width;

        private Best(RandomNetwork network, Apart apart, int count) {
            this.network = network;
            this.apart = apart;
            this.count = count;
        }

        private void choose(List<RandomNetwork.Walk> from, List<RandomNetwork.Walk> chosen) {
            if (chosen.size() == count) {
                int ofThese = hops(chosen);
                if (crossesAll(chosen)
                        && (hops == Integer.MAX_VALUE || network.compare(ofThese, width(chosen), hops, width) < 0)) {
                    hops = ofThese;
                    width = width(chosen);
                }
                return;
            }
            for (int i = 0; i < from.size(); i++) {
                chosen.add(from.get(i));
                if (isApart(chosen)) {
                    choose(from.subList(i + 1, from.size()), chosen);
                }
                chosen.removeLast();
            }
        }

        /** Paths that may share relay nodes all cross the same ones. */
        private boolean crossesAll(List<RandomNetwork.Walk> walks) {
            return apart.relays()
                    ? network.crossesAll(walks)
                    : walks.stream().allMatch(walk -> network.crossesAll(List.of(walk)));
        }

        private static int hops(List<RandomNetwork.Walk> walks) {
            return walks.stream().mapToInt(walk -> walk.links().size()).sum();
        }

        private double width(List<RandomNetwork.Walk> walks) {
            return walks.stream().mapToDouble(network::width).min().orElseThrow();
        }

        /** Whether the last one is apart from those before. */
        private boolean isApart(List<RandomNetwork.Walk> walks) {
            Set<Object> last = traits(walks.getLast());
            return walks.subList(0, walks.size() - 1).stream()
                    .allMatch(walk -> Collections.disjoint(traits(walk), last));
        }

        private Set<Object> traits(RandomNetwork.Walk walk) {
            Set<Object> traits = new HashSet<>();
            for (RelayLink link : walk.links()) {
                traits.add(link.id());
                link.risks().stream()
                        .filter(risk -> apart.risks().contains(risk.kind()))
                        .filter(risk -> risk.kind() != SharedRisk.Kind.SITE
                                || !Set.of("N0", "N1").contains(risk.name()))
                        .forEach(traits::add);
            }
            if (apart.relays()) {
                traits.addAll(walk.path().relays());
            }
            return traits;
        }
    }

    /** A ladder of 2 x 40 nodes, between whose ends there are more paths than could ever be tried. */
    private static List<RelayLink> ladder() {
        List<RelayLink> links = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            for (int side = 0; side < 4; side++) {
                links.add(link(links.size(), "L" + i + side / 2, "L" + (i + 1) + side % 2, "CV-QKD"));
            }
        }
        for (int side = 0; side < 2; side++) {
            links.add(link(links.size(), "A", "L0" + side, "CV-QKD"));
            links.add(link(links.size(), "L40" + side, "B", "CV-QKD"));
        }
        return links;
    }

    private static RelayLink link(int number, String a, String b, String technology) {
        return new RelayLink(
                new KeyAssociationLinkId(new UUID(0, number)),
                new NodeName(a),
                new NodeName(b),
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(new SharedRisk(SharedRisk.Kind.TECHNOLOGY, technology)));
    }

    private static Optional<List<KeyRelayPath>> twoOfDifferentTechnology(List<RelayLink> links) {
        RelayDemand demand = new RelayDemand(new NodeName("A"), new NodeName("B"), 0, PathRules.of(64, Set.of()));
        return DisjointPaths.find(
                RelayGraph.of(List.of(), links), demand, new Apart(true, Set.of(SharedRisk.Kind.TECHNOLOGY)), 2);
    }

    @Test
    void givesUpWhereItWouldTryForEver() {
        assertEquals(Optional.empty(), twoOfDifferentTechnology(ladder()));
    }

    @Test
    void findsASetOfDifferentTechnologyInALargeNetwork() {
        List<RelayLink> links = ladder();
        links.add(link(links.size(), "A", "B", "DV-QKD"));
        assertEquals(
                List.of(1, 42),
                twoOfDifferentTechnology(links).orElseThrow().stream()
                        .map(path -> path.links().size())
                        .sorted()
                        .toList());
    }
}
