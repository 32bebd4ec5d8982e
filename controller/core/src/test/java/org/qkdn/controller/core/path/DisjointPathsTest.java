package org.qkdn.controller.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/** Against all sets of simple paths of small random networks. */
class DisjointPathsTest {
    static List<Long> seeds() {
        return new Random(3).longs(600).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsTheSetOfFewestLinksWhereverThereIsOne(long seed) {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(7);
        int kinds = random.nextInt(4);
        List<RelayLink> links = new ArrayList<>();
        for (int i = random.nextInt(2 * size) + size / 2; i >= 0; i--) {
            int a = random.nextInt(size);
            int b = (a + 1 + random.nextInt(size - 1)) % size;
            links.add(new RelayLink(
                    new KeyAssociationLinkId(new UUID(seed, i)),
                    node(a),
                    node(b),
                    random.nextInt(6) - 1,
                    kinds == 0 ? Optional.empty() : Optional.of("kind " + random.nextInt(kinds + 2))));
        }
        Set<NodeName> avoid = new HashSet<>();
        for (int i = 0; i < size; i++) {
            if (random.nextInt(8) == 0) {
                avoid.add(node(i));
            }
        }
        RelayDemand demand = new RelayDemand(node(0), node(1), random.nextInt(3), 1 + random.nextInt(size), avoid);
        int count = 2 + random.nextInt(3);
        Optional<List<KeyRelayPath>> found = DisjointPaths.find(links, demand, count);
        OptionalInt best = fewest(simplePaths(links, demand), List.of(), count);
        assertEquals(best.isPresent(), found.isPresent(), "seed " + seed);
        found.ifPresent(paths -> {
            assertSound(paths, links, demand, count, "seed " + seed);
            assertEquals(
                    best.getAsInt(),
                    paths.stream().mapToInt(path -> path.links().size()).sum(),
                    "seed " + seed);
            Collections.shuffle(links, random);
            assertEquals(
                    found,
                    DisjointPaths.find(links, demand, count),
                    "the order of links does not matter, seed " + seed);
        });
    }

    private static NodeName node(int number) {
        return new NodeName("N" + number);
    }

    private static void assertSound(
            List<KeyRelayPath> paths, List<RelayLink> links, RelayDemand demand, int count, String seed) {
        assertEquals(count, paths.size(), seed);
        Set<Object> taken = new HashSet<>();
        for (KeyRelayPath path : paths) {
            Set<Object> own = new HashSet<>(path.relays());
            assertEquals(path.relays().size(), own.size(), "a loop, " + seed);
            assertEquals(demand.from(), path.nodes().getFirst(), seed);
            assertEquals(demand.to(), path.nodes().getLast(), seed);
            assertTrue(path.links().size() <= demand.maxHops(), seed);
            for (int i = 0; i < path.links().size(); i++) {
                KeyAssociationLinkId id = path.links().get(i);
                RelayLink link = links.stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow();
                assertTrue(demand.mayUse(link), seed);
                assertTrue(link.touches(path.nodes().get(i)), seed);
                assertEquals(path.nodes().get(i + 1), link.opposite(path.nodes().get(i)), seed);
                own.add(id);
                link.kind().ifPresent(own::add);
            }
            assertTrue(Collections.disjoint(taken, own), seed);
            taken.addAll(own);
        }
    }

    /** All links of one path of a set, in order. */
    private static List<List<RelayLink>> simplePaths(List<RelayLink> links, RelayDemand demand) {
        return extensions(links, demand, List.of(), List.of(demand.from())).toList();
    }

    private static Stream<List<RelayLink>> extensions(
            List<RelayLink> links, RelayDemand demand, List<RelayLink> path, List<NodeName> nodes) {
        if (nodes.getLast().equals(demand.to())) {
            return Stream.of(path);
        }
        return links.stream()
                .filter(link -> path.size() < demand.maxHops() && demand.mayUse(link) && link.touches(nodes.getLast()))
                .filter(link -> !nodes.contains(link.opposite(nodes.getLast())))
                .flatMap(link ->
                        extensions(links, demand, with(path, link), with(nodes, link.opposite(nodes.getLast()))));
    }

    private static <T> List<T> with(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    /** Links of the best set of {@code count} paths that goes on from those chosen; empty where there is none. */
    private static OptionalInt fewest(List<List<RelayLink>> paths, List<List<RelayLink>> chosen, int count) {
        if (count == 0) {
            return OptionalInt.of(chosen.stream().mapToInt(List::size).sum());
        }
        OptionalInt best = OptionalInt.empty();
        for (int i = 0; i < paths.size(); i++) {
            List<RelayLink> path = paths.get(i);
            if (chosen.stream().allMatch(other -> areApart(path, other))) {
                OptionalInt total = fewest(paths.subList(i + 1, paths.size()), with(chosen, path), count - 1);
                if (total.isPresent() && (best.isEmpty() || total.getAsInt() < best.getAsInt())) {
                    best = total;
                }
            }
        }
        return best;
    }

    private static boolean areApart(List<RelayLink> left, List<RelayLink> right) {
        return Collections.disjoint(traits(left), traits(right));
    }

    private static Set<Object> traits(List<RelayLink> path) {
        Set<Object> traits = new HashSet<>();
        for (RelayLink link : path) {
            traits.addAll(List.of(link.id(), link.a(), link.b()));
            link.kind().ifPresent(traits::add);
        }
        traits.removeAll(List.of(node(0), node(1)));
        return traits;
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

    @Test
    void givesUpWhereItWouldTryForEver() {
        RelayDemand demand = new RelayDemand(new NodeName("A"), new NodeName("B"), 0, 64, Set.of());
        assertEquals(Optional.empty(), DisjointPaths.find(ladder(), demand, 2));
    }

    @Test
    void findsASetOfDifferentKindsInALargeNetwork() {
        List<RelayLink> links = ladder();
        links.add(link(links.size(), "A", "B", "DV-QKD"));
        RelayDemand demand = new RelayDemand(new NodeName("A"), new NodeName("B"), 0, 64, Set.of());
        List<KeyRelayPath> paths = DisjointPaths.find(links, demand, 2).orElseThrow();
        assertEquals(
                List.of(1, 42),
                paths.stream().map(path -> path.links().size()).sorted().toList());
    }

    private static RelayLink link(int number, String a, String b, String kind) {
        return new RelayLink(
                new KeyAssociationLinkId(new UUID(0, number)), new NodeName(a), new NodeName(b), 1, Optional.of(kind));
    }
}
