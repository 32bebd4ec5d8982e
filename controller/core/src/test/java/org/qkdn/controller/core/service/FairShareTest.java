package org.qkdn.controller.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

class FairShareTest {
    private static final long NO_LIMIT = 0xFFFF_FFFFL;

    private final Map<KeyAssociationLinkId, Long> left = new HashMap<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 500);
    }

    private static FairShare.Claim claim(long floor, long ceiling, int... links) {
        Map<KeyAssociationLinkId, Part> hops = new LinkedHashMap<>();
        for (int link : links) {
            hops.put(AdmissionSite.id(link), Part.ALL);
        }
        return new FairShare.Claim(hops, new SecretKeyRate(floor), new SecretKeyRate(ceiling));
    }

    private List<Long> share(FairShare.Claim... claims) {
        return FairShare.of(List.of(claims), left::get).stream()
                .map(SecretKeyRate::bitsPerSecond)
                .toList();
    }

    @Test
    void whatIsLeftIsSharedEqually() {
        left.put(AdmissionSite.id(1), 9000L);
        assertEquals(List.of(4000L, 4000L), share(claim(0, NO_LIMIT, 1), claim(0, NO_LIMIT, 1)));
        assertEquals(List.of(5000L, 4000L), share(claim(1000, NO_LIMIT, 1), claim(0, NO_LIMIT, 1)));
    }

    @Test
    void whatOneDoesNotNeedGoesToTheOthers() {
        left.put(AdmissionSite.id(1), 9000L);
        assertEquals(List.of(800L, 7200L), share(claim(0, 800, 1), claim(0, NO_LIMIT, 1)));
    }

    @Test
    void whoIsHeldUpElsewhereLeavesTheRestToTheOthers() {
        left.put(AdmissionSite.id(1), 9000L);
        left.put(AdmissionSite.id(2), 900L);
        assertEquals(List.of(800L, 7200L), share(claim(0, NO_LIMIT, 1, 2), claim(0, NO_LIMIT, 1)));
    }

    @Test
    void nothingIsLeftOfAFullLink() {
        left.put(AdmissionSite.id(1), 0L);
        assertEquals(List.of(1000L, 0L), share(claim(1000, NO_LIMIT, 1), claim(0, NO_LIMIT, 1)));
    }

    private List<FairShare.Claim> random(Random random) {
        int links = 1 + random.nextInt(6);
        for (int link = 1; link <= links; link++) {
            left.put(AdmissionSite.id(link), (long) random.nextInt(random.nextBoolean() ? 10_000 : 50));
        }
        List<FairShare.Claim> claims = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            Set<Integer> over = new HashSet<>();
            for (int hop = random.nextInt(4); hop >= 0; hop--) {
                over.add(1 + random.nextInt(links));
            }
            long floor = random.nextInt(3000);
            long ceiling = random.nextInt(3) == 0 ? NO_LIMIT : floor + random.nextInt(2000);
            claims.add(claim(
                    floor, ceiling, over.stream().mapToInt(Integer::intValue).toArray()));
        }
        return claims;
    }

    /** What makes an allocation max-min fair, whoever computed it: each who wants more is among the highest on a full link. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whoWantsMoreIsAmongTheHighestOnALinkThatIsFull(long seed) {
        List<FairShare.Claim> claims = random(new Random(seed));
        List<SecretKeyRate> rates = FairShare.of(claims, left::get);
        left.forEach((link, rate) -> assertTrue(free(claims, rates, link) >= 0, "oversubscribed"));
        for (int i = 0; i < claims.size(); i++) {
            FairShare.Claim claim = claims.get(i);
            long own = extra(claim, rates.get(i));
            assertTrue(own >= 0);
            if (rates.get(i).compareTo(claim.ceiling()) < 0) {
                assertTrue(claim.hops().keySet().stream()
                        .anyMatch(link -> highest(claims, rates, link) == own
                                && free(claims, rates, link) < 2L * crossing(claims, link)));
            }
        }
    }

    private static long extra(FairShare.Claim claim, SecretKeyRate rate) {
        return rate.bitsPerSecond() - claim.floor().bitsPerSecond();
    }

    private long free(List<FairShare.Claim> claims, List<SecretKeyRate> rates, KeyAssociationLinkId link) {
        long free = left.get(link);
        for (int i = 0; i < claims.size(); i++) {
            if (claims.get(i).hops().containsKey(link)) {
                free -= RelayOverhead.on(rates.get(i)).bitsPerSecond()
                        - RelayOverhead.on(claims.get(i).floor()).bitsPerSecond();
            }
        }
        return free;
    }

    private static long highest(List<FairShare.Claim> claims, List<SecretKeyRate> rates, KeyAssociationLinkId link) {
        long highest = 0;
        for (int i = 0; i < claims.size(); i++) {
            if (claims.get(i).hops().containsKey(link)) {
                highest = Math.max(highest, extra(claims.get(i), rates.get(i)));
            }
        }
        return highest;
    }

    private static long crossing(List<FairShare.Claim> claims, KeyAssociationLinkId link) {
        return claims.stream().filter(claim -> claim.hops().containsKey(link)).count();
    }

    /** Against another method, without whole numbers: again and again the link that is full first settles who crosses it. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isWhatFillingTheTightestLinkFirstGives(long seed) {
        List<FairShare.Claim> claims = random(new Random(seed));
        List<SecretKeyRate> rates = FairShare.of(claims, left::get);
        double[] expected = tightestFirst(claims);
        for (int i = 0; i < claims.size(); i++) {
            assertEquals(expected[i], (double) extra(claims.get(i), rates.get(i)), 2.0 * claims.size());
        }
    }

    private double[] tightestFirst(List<FairShare.Claim> claims) {
        double[] extra = new double[claims.size()];
        Set<Integer> open = new HashSet<>();
        for (int i = 0; i < extra.length; i++) {
            open.add(i);
        }
        while (!open.isEmpty()) {
            double level = Double.MAX_VALUE;
            Set<Integer> settles = new HashSet<>();
            for (KeyAssociationLinkId link : left.keySet()) {
                Set<Integer> here = new HashSet<>();
                double rest = left.get(link) * 8 / 9.0;
                for (int i = 0; i < extra.length; i++) {
                    if (claims.get(i).hops().containsKey(link)) {
                        if (open.contains(i)) {
                            here.add(i);
                        } else {
                            rest -= extra[i];
                        }
                    }
                }
                if (!here.isEmpty() && rest / here.size() < level) {
                    level = rest / here.size();
                    settles = here;
                }
            }
            for (int i : open) {
                double most = claims.get(i).ceiling().bitsPerSecond()
                        - claims.get(i).floor().bitsPerSecond();
                if (most < level) {
                    level = most;
                    settles = Set.of(i);
                }
            }
            for (int i : settles) {
                extra[i] = level;
            }
            open.removeAll(settles);
        }
        return extra;
    }
}
