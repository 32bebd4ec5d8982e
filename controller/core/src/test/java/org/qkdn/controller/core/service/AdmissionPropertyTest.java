package org.qkdn.controller.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SecretKeyRate;

/** What holds whatever services come and go in whatever order, while links make more or less key. */
class AdmissionPropertyTest {
    private static final int EVENTS = 25;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void ratesAreNeverOvercommittedAndDecidingAgainChangesNothing(long seed) {
        Random random = new Random(seed);
        AdmissionSite site = AdmissionSite.random(random);
        for (int event = 0; event < EVENTS; event++) {
            somethingHappens(site, random);
            site.decide();
            assertNothingIsOvercommitted(site);
            SortedMap<String, Placing.Result> decided = site.results;
            assertEquals(
                    settled(decided),
                    settled(site.decide().results),
                    "two services must not take the same rate in turns");
        }
    }

    /** Who moved is told once. */
    private static Map<String, Placing.Result> settled(SortedMap<String, Placing.Result> results) {
        Map<String, Placing.Result> settled = new HashMap<>();
        results.forEach((name, result) -> settled.put(
                name,
                new Placing.Result(
                        result.placement(), result.refusal(), result.admission(), result.remark(), Optional.empty())));
        return settled;
    }

    private static void somethingHappens(AdmissionSite site, Random random) {
        List<KeyAssociationLinkId> links = List.copyOf(site.links.keySet());
        if (random.nextInt(3) == 0) {
            site.makes(links.get(random.nextInt(links.size())), random.nextInt(2000));
        } else if (random.nextInt(4) == 0 && !site.services.isEmpty()) {
            site.services.remove(List.copyOf(site.services.keySet()).get(random.nextInt(site.services.size())));
        } else {
            site.serve(site.randomService("s" + random.nextInt(12), random));
        }
    }

    private static void assertNothingIsOvercommitted(AdmissionSite site) {
        Map<KeyAssociationLinkId, Long> sums = new HashMap<>();
        site.services.forEach((name, service) -> {
            if (site.isPlaced(name)) {
                Placement placement = site.results.get(name).placement().orElseThrow();
                placement.shares().forEach(share -> {
                    SecretKeyRate part = placement.parts().getOrDefault(share.link(), service.minRate());
                    share.hops()
                            .forEach(hop ->
                                    sums.merge(hop, RelayOverhead.on(part).bitsPerSecond(), Long::sum));
                });
                assertTrue(placement.parts().isEmpty()
                        || placement.total() >= service.minRate().bitsPerSecond());
            }
        });
        site.links.forEach((id, link) -> {
            assertEquals(sums.getOrDefault(id, 0L), site.reserved.get(id).bitsPerSecond());
            assertTrue(sums.getOrDefault(id, 0L) <= link.skr().bitsPerSecond());
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nobodyMovesOrIsPutDownButForAServiceOfHigherSetupPriorityThatGotItsRate(long seed) {
        Random random = new Random(seed);
        AdmissionSite site = AdmissionSite.random(random);
        for (int count = 0; site.services.size() < 12; count = site.services.size()) {
            SortedMap<String, Placing.Result> before = new TreeMap<>(site.results);
            boolean raises = count > 0 && random.nextInt(3) == 0;
            KeyService newcomer = raises
                    ? raised(site.services.get("s" + random.nextInt(count)), random)
                    : site.randomService("s" + count, random);
            site.serve(newcomer);
            site.decide();
            // who is refused more than it had leaves room for those that waited
            int setup = site.services.values().stream()
                    .filter(service -> site.isPlaced(service.name()))
                    .filter(service -> service.equals(newcomer)
                            || before.get(service.name()).refusal().isPresent())
                    .mapToInt(KeyService::priority)
                    .max()
                    .orElse(0);
            before.remove(newcomer.name());
            before.forEach((name, result) -> {
                if (result.refusal().isEmpty()
                        && !result.placement().equals(site.results.get(name).placement())) {
                    assertTrue(site.services.get(name).holding() < setup, name);
                }
                if (result.refusal().isEmpty() && !site.isPlaced(name)) {
                    assertTrue(site.services.get(name).holding() < setup, name);
                    assertTrue(site.reason(name).startsWith("pre-empted by service "), site.reason(name));
                }
            });
        }
    }

    private static KeyService raised(KeyService service, Random random) {
        return AdmissionSite.service(
                service.name(),
                service.source() + service.destination(),
                service.priority(),
                service.holding(),
                service.minRate().bitsPerSecond() + random.nextInt(500),
                service.mix());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theLargestRateThatARefusalNamesIsAdmittedAndOneBitMoreIsNot(long seed) {
        Random random = new Random(seed);
        AdmissionSite site = AdmissionSite.random(random);
        for (int count = 0; count < 10; count++) {
            site.serve(site.randomService("s" + count, random));
            site.decide();
        }
        for (Map.Entry<String, Placing.Result> entry : site.results.entrySet()) {
            String name = entry.getKey();
            entry.getValue().admission().largest().ifPresent(largest -> {
                assertFalse(site.isPlaced(name));
                assertTrue(ask(site, name, largest.bitsPerSecond()), () -> name + ": " + site.reason(name));
                assertFalse(ask(site, name, largest.bitsPerSecond() + 1), () -> name + ": " + site.reason(name));
            });
        }
    }

    private static boolean ask(AdmissionSite site, String name, long rate) {
        SortedMap<String, Placing.Result> before = site.results;
        KeyService service = site.services.get(name);
        site.serve(AdmissionSite.service(
                name,
                service.source() + service.destination(),
                service.priority(),
                service.holding(),
                rate,
                service.mix()));
        boolean placed = site.decide().isPlaced(name);
        site.results = new TreeMap<>(before);
        site.services.put(name, service);
        return placed;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aRefusalForWantOfRateMeansThatNoPlacementIsWideEnough(long seed) {
        Random random = new Random(seed);
        AdmissionSite site = AdmissionSite.random(random);
        for (int count = 0; count < 10; count++) {
            site.serve(site.randomService("s" + count, random));
            site.decide();
            site.results.forEach((name, result) -> result.admission()
                    .largest()
                    .ifPresent(largest -> assertTrue(
                            largest.compareTo(site.services.get(name).minRate()) < 0,
                            () -> name + " could have " + largest)));
        }
        assertTrue(RelayOverhead.within(new SecretKeyRate(Long.MAX_VALUE)).bitsPerSecond() > 0);
    }
}
