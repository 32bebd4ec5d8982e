package org.qkdn.controller.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against all sets of link-disjoint paths of small random networks. */
class SplitPathsTest {
    private static final int NETWORKS = 4000;

    @Test
    void splitsOverAsFewPathsAsCanBeAndAsWellAsCanBe() {
        int split = 0;
        for (long seed = 0; seed < NETWORKS; seed++) {
            Random random = new Random(seed);
            RandomNetwork network = RandomNetwork.of(random, 8, 2);
            int rate = 1 + random.nextInt(14);
            RandomNetwork wanted = network.with(network.demand().withRate(rate));
            RandomNetwork anyRate = network.with(network.demand().withRate(1));
            String what = "seed " + seed + ", " + wanted.demand();
            List<RandomNetwork.Walk> walks = anyRate.walks().stream()
                    .filter(walk -> anyRate.crossesAll(List.of(walk)))
                    .toList();
            Optional<List<SplitPaths.Part>> found = SplitPaths.find(network.graph(), wanted.demand(), 3);
            Fewest fewest = new Fewest(anyRate, rate);
            for (int count = 1; count <= 3 && fewest.hops == Integer.MAX_VALUE; count++) {
                fewest.choose(walks, new ArrayList<>(), count);
            }
            assertEquals(fewest.hops < Integer.MAX_VALUE, found.isPresent(), what);
            if (found.isPresent()) {
                List<SplitPaths.Part> parts = found.get();
                split += parts.size() - 1;
                assertEquals(
                        rate, parts.stream().mapToLong(SplitPaths.Part::rate).sum(), what);
                List<RandomNetwork.Walk> chosen = parts.stream()
                        .map(part -> walks.stream()
                                .filter(walk -> walk.path().equals(part.path()) && walk.residual() >= part.rate())
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(part + " may not be, " + what)))
                        .toList();
                assertTrue(parts.stream().allMatch(part -> part.rate() > 0), what);
                assertTrue(Fewest.haveNoLinkInCommon(chosen), what);
                assertEquals(fewest.count, chosen.size(), what);
                assertEquals(fewest.hops, Fewest.hops(chosen), what);
                assertEquals(fewest.width, fewest.width(chosen), what);
            }
        }
        assertTrue(split > NETWORKS / 20, "too few splits were compared: " + split);
    }

    /** The best of all splits. */
    private static final class Fewest {
        private final RandomNetwork network;
        private final long rate;
        private int count;
        private int hops = Integer.MAX_VALUE;
        private double width;

        private Fewest(RandomNetwork network, long rate) {
            this.network = network;
            this.rate = rate;
        }

        private void choose(List<RandomNetwork.Walk> from, List<RandomNetwork.Walk> chosen, int more) {
            if (more == 0) {
                boolean enough =
                        chosen.stream().mapToLong(RandomNetwork.Walk::residual).sum() >= rate;
                int ofThese = hops(chosen);
                if (enough && (hops == Integer.MAX_VALUE || network.compare(ofThese, width(chosen), hops, width) < 0)) {
                    count = chosen.size();
                    hops = ofThese;
                    width = width(chosen);
                }
                return;
            }
            for (int i = 0; i < from.size(); i++) {
                chosen.add(from.get(i));
                if (haveNoLinkInCommon(chosen)) {
                    choose(from.subList(i + 1, from.size()), chosen, more - 1);
                }
                chosen.removeLast();
            }
        }

        private static boolean haveNoLinkInCommon(List<RandomNetwork.Walk> walks) {
            Set<RelayLink> seen = new HashSet<>();
            return walks.stream().flatMap(walk -> walk.links().stream()).allMatch(seen::add);
        }

        private static int hops(List<RandomNetwork.Walk> walks) {
            return walks.stream().mapToInt(walk -> walk.links().size()).sum();
        }

        private double width(List<RandomNetwork.Walk> walks) {
            return walks.stream().mapToDouble(network::width).min().orElseThrow();
        }
    }
}
