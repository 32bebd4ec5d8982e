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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/** Against all simple paths of small random networks. */
class RelayPathSearchTest {
    static List<Long> seeds() {
        return new Random(1).longs(300).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsThePathOfFewestHopsThenWidest(long seed) {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(7);
        List<RelayLink> links = new ArrayList<>();
        for (int i = random.nextInt(2 * size) + 1; i > 0; i--) {
            int a = random.nextInt(size);
            int b = (a + 1 + random.nextInt(size - 1)) % size;
            links.add(new RelayLink(
                    new KeyAssociationLinkId(new UUID(seed, i)),
                    node(a),
                    node(b),
                    random.nextInt(6) - 1,
                    Optional.empty()));
        }
        Set<NodeName> avoid = new HashSet<>();
        for (int i = 0; i < size; i++) {
            if (random.nextInt(5) == 0) {
                avoid.add(node(i));
            }
        }
        RelayDemand demand = new RelayDemand(node(0), node(1), random.nextInt(4), 1 + random.nextInt(size), avoid);
        List<Integer> best = bestOf(links, demand, List.of(demand.from()), Long.MAX_VALUE, 0);
        Optional<KeyRelayPath> found = RelayPathSearch.find(links, demand);
        assertEquals(best.isEmpty(), found.isEmpty());
        found.ifPresent(path -> {
            assertEquals(best, List.of(path.links().size(), (int) width(links, path, demand)));
            Collections.shuffle(links, random);
            assertEquals(found, RelayPathSearch.find(links, demand), "the order of links does not matter");
        });
    }

    private static NodeName node(int number) {
        return new NodeName("N" + number);
    }

    /** Checks the path and gives its bottleneck. */
    private static long width(List<RelayLink> links, KeyRelayPath path, RelayDemand demand) {
        assertEquals(demand.from(), path.nodes().getFirst());
        assertEquals(demand.to(), path.nodes().getLast());
        long width = Long.MAX_VALUE;
        for (int i = 0; i < path.links().size(); i++) {
            KeyAssociationLinkId id = path.links().get(i);
            RelayLink link = links.stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertTrue(link.touches(path.nodes().get(i)));
            assertEquals(path.nodes().get(i + 1), link.opposite(path.nodes().get(i)));
            width = Math.min(width, link.residual());
        }
        return width;
    }

    /** Hops and width of the best simple path; empty where there is none. */
    private static List<Integer> bestOf(
            List<RelayLink> links, RelayDemand demand, List<NodeName> path, long width, int hops) {
        if (path.getLast().equals(demand.to())) {
            return List.of(hops, (int) width);
        }
        List<Integer> best = List.of();
        for (RelayLink link : links) {
            if (hops < demand.maxHops() && link.residual() >= demand.rate() && link.touches(path.getLast())) {
                NodeName next = link.opposite(path.getLast());
                boolean allowed = next.equals(demand.to()) || !demand.avoid().contains(next);
                if (allowed && !path.contains(next)) {
                    List<NodeName> longer = new ArrayList<>(path);
                    longer.add(next);
                    best = better(best, bestOf(links, demand, longer, Math.min(width, link.residual()), hops + 1));
                }
            }
        }
        return best;
    }

    private static List<Integer> better(List<Integer> left, List<Integer> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.isEmpty() ? right : left;
        }
        boolean rightWins =
                right.get(0) < left.get(0) || (right.get(0).equals(left.get(0)) && right.get(1) > left.get(1));
        return rightWins ? right : left;
    }
}
