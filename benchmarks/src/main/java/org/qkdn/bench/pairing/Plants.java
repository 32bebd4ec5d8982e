package org.qkdn.bench.pairing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.matching.MaximumWeightMatching.Edge;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.schedule.Candidate;

/** Random modules: even numbers transmit, odd ones receive. */
final class Plants {
    private static final int MODULES_PER_SITE = 4;
    private static final int NEAREST_SITES = 4;
    private static final int MOST_DEFICIT_BITS = 100_000;
    private static final int MOST_RATE = 10_000;

    private Plants() {}

    /** Half of all pairs that roles allow are feasible; the weight is a key deficit times a rate. */
    static List<Edge> pairs(int modules, boolean transceivers, Random random) {
        List<Edge> edges = new ArrayList<>();
        for (int a = 0; a < modules; a++) {
            for (int b = a + 1; b < modules; b++) {
                boolean roles = a % 2 != b % 2 || (transceivers && a % 4 == 0);
                if (roles && random.nextBoolean()) {
                    edges.add(new Edge(
                            a, b, (1L + random.nextInt(MOST_DEFICIT_BITS)) * (1L + random.nextInt(MOST_RATE))));
                }
            }
        }
        return edges;
    }

    record Scarce(List<Candidate> candidates, Map<Association, SecretKeyRate> demand) {}

    /** Sites in a square of 60 km; each asks for keys with those nearest to it, more than modules can make. */
    static Scarce scarce(int modules, Random random) {
        int sites = Math.max(3, modules / MODULES_PER_SITE);
        double[] east = random.doubles(sites, 0, 60).toArray();
        double[] north = random.doubles(sites, 0, 60).toArray();
        Map<Association, SecretKeyRate> demand = new HashMap<>();
        Map<Association, Double> kilometres = new HashMap<>();
        for (int site = 0; site < sites; site++) {
            int here = site;
            ToDoubleFunction<Integer> distance =
                    other -> Math.hypot(east[here] - east[other], north[here] - north[other]);
            IntStream.range(0, sites)
                    .boxed()
                    .filter(other -> other != here)
                    .sorted(Comparator.comparingDouble(distance))
                    .limit(NEAREST_SITES)
                    .forEach(other -> {
                        Association association = Association.of(node(here), node(other));
                        kilometres.put(association, distance.applyAsDouble(other));
                        demand.put(association, new SecretKeyRate(500 + random.nextInt(8000)));
                    });
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int a = 0; a < modules; a++) {
            for (int b = a + 1; b < modules; b++) {
                boolean roles = a / sites % 2 != b / sites % 2;
                if (roles && a % sites != b % sites) {
                    Double km = kilometres.get(Association.of(node(a % sites), node(b % sites)));
                    if (km != null) {
                        double rate = (0.5 + random.nextDouble()) * 8000 * Math.pow(10, -0.02 * km);
                        candidates.add(new Candidate(
                                new ModuleId(node(a % sites), a),
                                new ModuleId(node(b % sites), b),
                                new SecretKeyRate(Math.round(rate)),
                                Set.of()));
                    }
                }
            }
        }
        return new Scarce(candidates, demand);
    }

    private static NodeName node(int site) {
        return new NodeName("site-%02d".formatted(site));
    }
}
