package org.qkdn.controller.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.SharedRisk;

/** Services whose rate is spread over paths of which each is too narrow. */
class SplitServicesTest {
    /** A-B of 900 bit/s, A-C-B of 1350 bit/s: 800 and 1200 bit/s of key. */
    private final AdmissionSite site =
            new AdmissionSite().link(1, "A", "B", 900).link(2, "A", "C", 1350).link(3, "C", "B", 2000);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 300);
    }

    private void serve(long rate) {
        serve("s", 0, rate);
    }

    private void serve(String name, int priority, long rate) {
        site.serve(AdmissionSite.service(name, "AB", priority, priority, rate, AdmissionSite.SPLIT));
        site.decide();
    }

    private Placement placement() {
        assertTrue(site.isPlaced("s"), () -> site.reason("s"));
        return site.results.get("s").placement().orElseThrow();
    }

    private List<Long> parts() {
        Placement placement = placement();
        return placement.shares().stream()
                .map(share -> placement.parts().get(share.link()).bitsPerSecond())
                .toList();
    }

    private long reserved(int link) {
        return site.reserved.get(AdmissionSite.id(link)).bitsPerSecond();
    }

    @Test
    void onePathIsTakenWhereItIsWideEnough() {
        serve(1200);
        assertEquals("ACB", site.path("s"));
        assertEquals(0, placement().parts().size());
        assertEquals(List.of(0L, 1350L, 1350L), List.of(reserved(1), reserved(2), reserved(3)));
    }

    @Test
    void eachLinkHasItsOwnPartReservedWithTheRelaysOverhead() {
        serve(1600);
        assertEquals(List.of(800L, 800L), parts());
        assertEquals(List.of(900L, 900L, 900L), List.of(reserved(1), reserved(2), reserved(3)));
    }

    @Test
    void aRefusalNamesTheRateThatAllPathsTogetherCarry() {
        serve(2001);
        assertFalse(site.isPlaced("s"));
        assertEquals(
                Optional.of(new SecretKeyRate(2000)),
                site.results.get("s").admission().largest());
        assertTrue(
                site.reason("s").contains("over at most 3 paths together come 2000 of the 2001 bit/s of key"),
                site.reason("s"));
        serve(2000);
        assertEquals(List.of(800L, 1200L), parts());
    }

    @Test
    void lessRateIsTakenOffTheLongerPathFirstAndMoreIsSpreadAnew() {
        serve(2000);
        serve(900);
        assertEquals(List.of(800L, 100L), parts());
        serve(1900);
        assertEquals(1900, placement().total());
        serve(700);
        assertEquals("AB", site.path("s"));
        assertEquals(0, placement().parts().size());
    }

    @Test
    void whenALinkGetsNarrowerTheRestGoesOverTheOthers() {
        serve(1600);
        site.makes(AdmissionSite.id(1), 450);
        site.decide();
        assertEquals(List.of(400L, 1200L), parts());
        site.makes(AdmissionSite.id(1), 0);
        site.decide();
        assertFalse(site.isPlaced("s"), "1200 bit/s are left of 1600");
        serve(1200);
        assertEquals("ACB", site.path("s"));
    }

    @Test
    void theMoreImportantTakesThePartsOfTheOther() {
        serve("s", 0, 2000);
        serve("urgent", 7, 2000);
        assertTrue(site.isPlaced("urgent"));
        assertTrue(site.reason("s").startsWith("pre-empted by service urgent"), site.reason("s"));
    }

    @Test
    void pathsMayCrossTheSameNodeButNoLinkTwice() {
        AdmissionSite chain = new AdmissionSite()
                .link(1, "A", "C", 900)
                .link(2, "A", "C", 900)
                .link(3, "C", "B", 900)
                .link(4, "C", "B", 900);
        chain.serve(AdmissionSite.service("s", "AB", 0, 0, 1600, AdmissionSite.SPLIT));
        chain.decide();
        assertTrue(chain.isPlaced("s"), () -> chain.reason("s"));
        chain.reserved.values().forEach(rate -> assertEquals(new SecretKeyRate(900), rate));
    }

    @Test
    void whatCannotBeIsRefusedWithTheRemedy() {
        KeyMix onePath = new KeyMix(Combination.SPLIT, 1, Set.of());
        assertTrue(onePath.objection().orElseThrow().contains("raise paths"));
        KeyMix apart = new KeyMix(Combination.SPLIT, 2, Set.of(SharedRisk.Kind.DUCT));
        assertTrue(apart.objection().orElseThrow().contains("leave different out"));
        assertEquals(Optional.empty(), AdmissionSite.SPLIT.objection());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void partsAddUpToTheDemandAndNoLinkGivesMoreThanItHas(long seed) {
        Random random = new Random(seed);
        AdmissionSite town = AdmissionSite.random(random);
        for (int i = 0; i < 4; i++) {
            KeyService any = town.randomService("s" + i, random);
            String ends = any.source() + any.destination();
            int rate = 1 + random.nextInt(3000);
            town.serve(AdmissionSite.service(any.name(), ends, 0, 0, rate, AdmissionSite.SPLIT));
            town.decide();
            town.results.forEach((name, result) -> {
                if (town.isPlaced(name)) {
                    Placement placement = result.placement().orElseThrow();
                    long demand = town.services.get(name).minRate().bitsPerSecond();
                    assertTrue(placement.parts().isEmpty() || placement.total() == demand);
                    assertTrue(placement.shares().size() <= 3);
                    assertTrue(placement.isDisjoint(false));
                }
            });
            town.links.forEach((id, link) -> assertTrue(town.reserved.get(id).compareTo(link.skr()) <= 0));
        }
    }
}
