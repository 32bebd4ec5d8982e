package org.qkdn.controller.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SecretKeyRate;

/** What reviews move, against brute force on small networks. */
class ReviewTest {
    private static Optional<Review> review(int gainPercent, int turn, String... held) {
        return Optional.of(new Review(gainPercent, Set.of(held), turn));
    }

    /** Of A and B, joined directly and over X, a direct link that was too narrow for a service of 500 bit/s. */
    private static AdmissionSite detour() {
        AdmissionSite site = new AdmissionSite()
                .link(1, "A", "B", 100)
                .link(2, "A", "X", 1000)
                .link(3, "X", "B", 1000);
        site.serve("s", "AB", 0, 0, 500);
        assertEquals("AXB", site.path("s"));
        site.makes(AdmissionSite.id(1), 1000);
        assertEquals("AXB", site.decide().path("s"), "nothing is moved between reviews");
        return site;
    }

    @Test
    void aServiceIsMovedWhereItTakesLess() {
        AdmissionSite site = detour().decide(review(50, 0));
        assertEquals("AB", site.path("s"));
        assertEquals(
                Optional.of(new Moved(
                        "takes less of the network: 1 instead of 2 links, 0 instead of 1 relay nodes, 563 instead of 1126"
                                + " bit/s reserved in all",
                        50)),
                site.results.get("s").moved());
    }

    @Test
    void itStaysWhereTheGainIsTooSmallOrItWasMovedLately() {
        assertEquals("AXB", detour().decide(review(51, 0)).path("s"));
        assertEquals("AXB", detour().decide(review(50, 0, "s")).path("s"));
    }

    @Test
    void ofAServiceOfBestEffortRelayNodesCount() {
        AdmissionSite site = new AdmissionSite().link(2, "A", "X", 1000).link(3, "X", "B", 1000);
        site.serve("s", "AB", 0, 0, 0);
        site.link(1, "A", "B", 1000).decide(review(100, 0));
        assertEquals("AB", site.path("s"));
        assertEquals(100, site.results.get("s").moved().orElseThrow().gainPercent());
    }

    @Test
    void bothPathsHaveTheirRateReservedAtFirst() {
        AdmissionSite site = detour().decide(review(10, 0));
        site.reserved.values().forEach(rate -> assertEquals(new SecretKeyRate(563), rate));
        site.decide()
                .reserved
                .forEach((link, rate) ->
                        assertEquals(new SecretKeyRate(link.equals(AdmissionSite.id(1)) ? 563 : 0), rate));
    }

    @Test
    void oneServiceMakesWayForAnotherThatHasNoPath() {
        AdmissionSite site = new AdmissionSite()
                .link(1, "A", "B", 1000)
                .link(2, "A", "X", 600)
                .link(3, "X", "B", 600);
        site.serve("small", "AB", 0, 0, 500);
        site.serve("large", "AB", 0, 0, 800);
        assertFalse(site.isPlaced("large"));
        site.decide(review(10, 0));
        assertEquals("AXB", site.path("small"));
        assertFalse(site.isPlaced("large"), "it waits until the keys of the other go elsewhere");
        assertEquals(
                Optional.of(new Moved(
                        "makes way for service large: 2 instead of 1 links, 1 instead of 0 relay nodes, 1126 instead of 563"
                                + " bit/s reserved in all",
                        -100)),
                site.results.get("small").moved());
        assertTrue(site.decide().isPlaced("large"));
        SortedMap<String, Placing.Result> settled = site.results;
        assertEquals(settled, site.decide(review(1, 1)).results);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 120);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void reviewsComeToAnEndHarmNobodyAndLetInWhoeverOneMoveLetsIn(long seed) {
        Random random = new Random(seed);
        AdmissionSite site = AdmissionSite.random(random);
        for (int count = 0; count < 14; count++) {
            site.serve(site.randomService("s" + count, random));
            site.decide();
        }
        for (int count = random.nextInt(5); count > 0; count--) {
            site.services.remove("s" + random.nextInt(14));
        }
        site.decide();
        int gain = 1 + random.nextInt(60);
        // each review begins with another of those that have no path
        int quiet = 0;
        for (int turn = 0; quiet < 12; turn++) {
            assertTrue(turn < 60, "reviews go on and on");
            quiet = review(site, gain, turn) ? 0 : quiet + 1;
            SortedMap<String, Placing.Result> reviewed = site.results;
            site.decide();
            // what was given up may be just what a service of a higher priority lacked to pre-empt others
            reviewed.forEach((name, result) -> assertTrue(
                    result.refusal().isPresent()
                            || site.isPlaced(name)
                            || site.reason(name).startsWith("pre-empted by service "),
                    name));
        }
        assertNobodyCanBeLetIn(site);
    }

    /** Whether somebody was moved. */
    private static boolean review(AdmissionSite site, int gain, int turn) {
        SortedMap<String, Placing.Result> before = site.results;
        site.decide(review(gain, turn));
        Set<String> moved = new HashSet<>();
        Map<KeyAssociationLinkId, Long> sums = new HashMap<>();
        long took = 0;
        long takes = 0;
        boolean lessOnly = true;
        for (String name : before.keySet()) {
            Placing.Result now = site.results.get(name);
            assertEquals(before.get(name).refusal().isPresent(), now.refusal().isPresent(), name);
            if (now.refusal().isEmpty()) {
                Map<KeyAssociationLinkId, Long> here = load(site, name, before.get(name));
                Map<KeyAssociationLinkId, Long> there = load(site, name, now);
                took += sum(here);
                takes += sum(there);
                there.forEach((hop, rate) -> here.merge(hop, rate, Math::max));
                here.forEach((hop, rate) -> sums.merge(hop, rate, Long::sum));
            }
            now.moved().ifPresent(why -> moved.add(name));
            assertEquals(now.placement().equals(before.get(name).placement()), !moved.contains(name), name);
            if (now.moved().filter(why -> why.reason().startsWith("takes less")).isPresent()) {
                assertTrue(now.moved().get().gainPercent() >= gain);
            } else {
                lessOnly &= now.moved().isEmpty();
            }
        }
        assertTrue(takes <= took || !lessOnly, "more is reserved than before");
        sums.forEach((link, sum) -> assertTrue(
                sum <= site.links.get(link).skr().bitsPerSecond(),
                "the old paths and the new ones fit beside each other"));
        return !moved.isEmpty();
    }

    private static Map<KeyAssociationLinkId, Long> load(AdmissionSite site, String name, Placing.Result result) {
        Map<KeyAssociationLinkId, Long> load = new HashMap<>();
        result.placement()
                .orElseThrow()
                .load(site.services.get(name).minRate())
                .forEach((hop, rate) -> load.put(hop, rate.bitsPerSecond()));
        return load;
    }

    private static long sum(Map<KeyAssociationLinkId, Long> load) {
        return load.values().stream().mapToLong(rate -> rate).sum();
    }

    private static void assertNobodyCanBeLetIn(AdmissionSite site) {
        for (KeyService refused : site.services.values()) {
            if (!site.isPlaced(refused.name()) && refused.mix().isSingle()) {
                for (KeyService other : site.services.values()) {
                    if (site.isPlaced(other.name()) && other.mix().isSingle()) {
                        assertFalse(makesRoom(site, refused.name(), other.name()), () -> other + " for " + refused);
                    }
                }
            }
        }
    }

    /** Whether one of all ways to move the one lets the other in. */
    private static boolean makesRoom(AdmissionSite site, String refused, String other) {
        Map<KeyAssociationLinkId, Long> others = new HashMap<>();
        site.reserved.forEach((link, rate) -> others.put(link, rate.bitsPerSecond()));
        load(site, other, site.results.get(other)).forEach((hop, rate) -> others.merge(hop, -rate, Long::sum));
        List<Map<KeyAssociationLinkId, Long>> ways = site.paths(refused);
        return site.paths(other).stream().anyMatch(to -> {
            Map<KeyAssociationLinkId, Long> then = new HashMap<>(others);
            to.forEach((hop, rate) -> then.merge(hop, rate, Long::sum));
            return ways.stream().anyMatch(way -> site.hasRoom(way, then));
        });
    }
}
