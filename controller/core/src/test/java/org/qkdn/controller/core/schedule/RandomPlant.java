package org.qkdn.controller.core.schedule;

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
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;

/** Four modules to a site, sites in a square of 60 km; each site asks for keys with those nearest to it. */
record RandomPlant(List<Candidate> candidates, Map<Association, SecretKeyRate> demand) {
    private static final int NEAREST = 4;

    /** @param spans how many spans of one channel each there are; none where pairs share nothing */
    static RandomPlant of(Random random, int modules, boolean transceivers, int spans) {
        int sites = Math.max(3, modules / 4);
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
                    .limit(NEAREST)
                    .forEach(other -> {
                        Association association = Association.of(node(here), node(other));
                        kilometres.put(association, distance.applyAsDouble(other));
                        demand.put(association, new SecretKeyRate(500 + random.nextInt(8000)));
                    });
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < modules; i++) {
            for (int j = i + 1; j < modules; j++) {
                boolean roles = (transceivers && (i % 3 == 0 || j % 3 == 0)) || side(i, sites) != side(j, sites);
                if (roles && i % sites != j % sites) {
                    Double km = kilometres.get(Association.of(node(i % sites), node(j % sites)));
                    if (km != null) {
                        candidates.add(new Candidate(
                                new ModuleId(node(i % sites), i),
                                new ModuleId(node(j % sites), j),
                                new SecretKeyRate(
                                        Math.round((0.5 + random.nextDouble()) * 8000 * Math.pow(10, -0.02 * km))),
                                spans == 0 ? Set.of() : Set.of("channel 34 of span " + random.nextInt(spans))));
                    }
                }
            }
        }
        return new RandomPlant(candidates, demand);
    }

    /** Transmitters and receivers in turns at each site. */
    private static int side(int module, int sites) {
        return module / sites % 2;
    }

    private static NodeName node(int site) {
        return new NodeName("site-%02d".formatted(site));
    }
}
