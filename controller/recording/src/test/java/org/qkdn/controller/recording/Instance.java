package org.qkdn.controller.recording;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A random network that is small enough for an exact answer, and demands that it cannot all meet.
 *
 * @param nodes how many; they are numbered from 0
 */
record Instance(int nodes, List<Link> links, List<Demand> demands) {
    static final int MAX_HOPS = 4;

    record Link(int a, int b, long rate) {}

    /** Asks for {@code rate} bit/s of keys; each link of its path gives {@link #needs()}. */
    record Demand(int from, int to, long rate) {
        /** With the relay's overhead of one bit in eight. */
        long needs() {
            return (9 * rate + 7) / 8;
        }
    }

    /** A ring with chords, so that there is a choice of paths. */
    static Instance random(Random random) {
        int nodes = 5 + random.nextInt(5);
        List<Link> links = new ArrayList<>();
        Set<Set<Integer>> joined = new HashSet<>();
        for (int i = 0; i < nodes; i++) {
            link(links, joined, i, (i + 1) % nodes, random);
        }
        for (int chords = 2 + random.nextInt(nodes - 2); chords > 0; chords--) {
            link(links, joined, random.nextInt(nodes), random.nextInt(nodes), random);
        }
        List<Demand> demands = new ArrayList<>();
        for (int i = 4 + random.nextInt(7); i > 0; i--) {
            int from = random.nextInt(nodes);
            int to = (from + 1 + random.nextInt(nodes - 1)) % nodes;
            demands.add(new Demand(from, to, 200 + random.nextInt(2800)));
        }
        return new Instance(nodes, links, demands);
    }

    private static void link(List<Link> links, Set<Set<Integer>> joined, int a, int b, Random random) {
        if (a != b && joined.add(Set.of(a, b))) {
            links.add(new Link(a, b, 1000 + random.nextInt(4000)));
        }
    }

    /** All paths that a demand may take, as indices of links. */
    List<List<Integer>> paths(Demand demand) {
        List<List<Integer>> paths = new ArrayList<>();
        extend(demand.from(), demand, new ArrayList<>(List.of(demand.from())), new ArrayList<>(), paths);
        return paths;
    }

    private void extend(int at, Demand demand, List<Integer> crossed, List<Integer> way, List<List<Integer>> paths) {
        if (at == demand.to()) {
            paths.add(List.copyOf(way));
            return;
        }
        if (way.size() == MAX_HOPS) {
            return;
        }
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            int next = link.a() == at ? link.b() : link.b() == at ? link.a() : at;
            if (!crossed.contains(next) && link.rate() >= demand.needs()) {
                crossed.add(next);
                way.add(i);
                extend(next, demand, crossed, way, paths);
                way.removeLast();
                crossed.removeLast();
            }
        }
    }
}
