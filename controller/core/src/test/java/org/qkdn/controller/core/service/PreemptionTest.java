package org.qkdn.controller.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SecretKeyRate;

/** Who may take rate from whom, and who has to move for it. Links make 1000 bit/s where nothing else is said. */
class PreemptionTest {
    private final AdmissionSite site = new AdmissionSite();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 300);
    }

    @Test
    void aNewcomerTakesRateOnlyFromLowerHoldingPriority() {
        site.link(1, "A", "B", 1000).serve("old", "AB", 2, 5, 500);
        site.serve("new", "AB", 5, 5, 500);
        assertTrue(site.isPlaced("old"));
        assertFalse(site.isPlaced("new"));
        site.serve("new", "AB", 6, 6, 500);
        assertTrue(site.isPlaced("new"));
        assertFalse(site.isPlaced("old"));
    }

    @Test
    void aServiceThatIsPutDownSaysByWhomUntilItIsUpAgain() {
        site.link(1, "A", "B", 1000).serve("old", "AB", 2, 2, 500);
        site.serve("new", "AB", 5, 5, 500);
        String reason =
                "pre-empted by service new of priority 5: link A/1-B/1 is too narrow: 437 of 1000 bit/s are left, "
                        + "563 bit/s are needed with the relay's overhead; the largest min-rate that fits is 388 bit/s";
        assertEquals(reason, site.reason("old"));
        assertEquals(reason, site.decide().reason("old"));
        assertEquals(
                Admission.refused(
                        Optional.of(AdmissionSite.id(1)),
                        Optional.of(new SecretKeyRate(388)),
                        Optional.of(new Admission.Preemptor("new", 5))),
                site.results.get("old").admission());
        site.services.remove("new");
        site.decide();
        assertTrue(site.isPlaced("old"));
        assertEquals(Admission.OPEN, site.results.get("old").admission());
    }

    @Test
    void aVictimMovesWhereItCan() {
        site.link(1, "A", "B", 1000).serve("old", "AB", 0, 0, 500);
        site.link(2, "A", "X", 600).link(3, "X", "B", 600).serve("new", "AB", 7, 7, 800);
        assertEquals("AB", site.path("new"), "only the direct link is wide enough");
        assertTrue(site.isPlaced("old"));
        assertEquals("AXB", site.path("old"));
    }

    @Test
    void aPathWithWhichAllVictimsMoveIsPreferredToAShorterOneThatPutsOneDown() {
        // over X there is too little for the service on the direct link, and beside X enough for the one that is there
        site.link(1, "A", "B", 1000)
                .link(2, "A", "X", 700)
                .link(3, "X", "B", 1000)
                .link(4, "X", "Y", 600)
                .link(5, "Y", "B", 600);
        site.serve("short", "AB", 0, 0, 700);
        site.serve("other", "XB", 3, 3, 500);
        site.serve("new", "AB", 7, 7, 600);
        assertTrue(site.isPlaced("short"));
        assertTrue(site.isPlaced("other"));
        assertTrue(site.isPlaced("new"));
        assertEquals("AB", site.path("short"));
        assertEquals("AXB", site.path("new"));
        assertEquals("XYB", site.path("other"));
    }

    @Test
    void thoseOfLowestHoldingPriorityAreTakenFromFirstThoughTheirPathIsLonger() {
        site.link(1, "A", "B", 1000).link(2, "A", "X", 1000).link(3, "X", "B", 1000);
        site.serve("a middling one", "AB", 3, 3, 600);
        site.serve("b low", "XB", 1, 1, 600);
        site.serve("new", "AB", 7, 7, 600);
        assertTrue(site.isPlaced("a middling one"));
        assertEquals("AXB", site.path("new"));
        assertTrue(site.reason("b low").startsWith("pre-empted by service new of priority 7: "));
    }

    @Test
    void asFewAsPossibleAreTakenFrom() {
        site.link(1, "A", "B", 2000);
        site.serve("a", "AB", 0, 0, 300);
        site.serve("b", "AB", 0, 0, 300);
        site.serve("c", "AB", 0, 0, 900);
        site.serve("new", "AB", 1, 1, 600);
        assertEquals(
                Map.of("a", true, "b", true, "c", false, "new", true),
                Map.of(
                        "a", site.isPlaced("a"),
                        "b", site.isPlaced("b"),
                        "c", site.isPlaced("c"),
                        "new", site.isPlaced("new")));
    }

    @Test
    void nobodyIsHarmedForANewcomerThatDoesNotFit() {
        site.link(1, "A", "B", 1000).link(2, "B", "C", 100);
        site.serve("old", "AB", 0, 0, 500);
        var before = site.results.get("old");
        site.serve("new", "AC", 7, 7, 500);
        assertEquals(before, site.results.get("old"));
        assertEquals(
                Optional.of(AdmissionSite.id(2)),
                site.results.get("new").admission().bottleneck());
        assertEquals(
                Optional.of(new SecretKeyRate(88)),
                site.results.get("new").admission().largest());
    }

    @Test
    void aVictimTakesFromThoseBelowIt() {
        site.link(1, "A", "B", 1000).link(2, "A", "X", 1000).link(3, "X", "B", 1000);
        site.serve("low", "AX", 0, 0, 500);
        site.serve("middling", "AB", 3, 3, 800);
        site.services.put("pin", AdmissionSite.service("pin", "XB", 7, 7, 400, KeyMix.SINGLE));
        site.serve("new", "AB", 5, 5, 800);
        assertTrue(site.isPlaced("new"));
        assertTrue(site.isPlaced("low"));
        assertFalse(site.isPlaced("middling"), "it finds no rate between X and B");
    }

    @Test
    void askingForMoreIsANewRequestAtSetupPriority() {
        site.link(1, "A", "B", 2000);
        site.serve("firm", "AB", 0, 7, 500);
        site.serve("other", "AB", 3, 3, 1000);
        site.serve("firm", "AB", 0, 7, 800);
        assertTrue(site.isPlaced("other"), "what it holds it may not give to who asks at priority 0");
        assertFalse(site.isPlaced("firm"));
        site.serve("firm", "AB", 4, 7, 800);
        assertTrue(site.isPlaced("firm"));
        assertFalse(site.isPlaced("other"));
    }

    @Test
    void whoAsksForMoreHoldsWhatItHasUntilItsTurn() {
        site.link(1, "A", "B", 2000);
        site.serve("firm", "AB", 0, 7, 1000);
        site.serve("waiting", "AB", 5, 5, 1000);
        assertFalse(site.isPlaced("waiting"));
        site.serve("firm", "AB", 0, 7, 1100);
        assertTrue(site.isPlaced("firm"));
        assertFalse(site.isPlaced("waiting"));
    }

    @Test
    void whoLosesItsLinkToAFallingRateIsTheOneOfLowerHoldingPriority() {
        site.link(1, "A", "B", 1200);
        site.serve("kept", "AB", 0, 4, 500);
        site.serve("lost", "AB", 3, 3, 500);
        site.makes(AdmissionSite.id(1), 1000);
        site.decide();
        assertTrue(site.isPlaced("kept"));
        assertFalse(site.isPlaced("lost"));
    }

    /** Against all ways there are to place the newcomer and move or drop the one victim. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theOnlyVictimIsPutDownOnlyWhereNoWayLeavesRoomForBoth(long seed) {
        Random random = new Random(seed);
        AdmissionSite network = AdmissionSite.random(random);
        KeyService victim = network.randomService("victim", random);
        KeyService newcomer = network.randomService("newcomer", random);
        network.serve(AdmissionSite.service(
                "victim",
                victim.source() + victim.destination(),
                0,
                0,
                victim.minRate().bitsPerSecond(),
                KeyMix.SINGLE));
        network.decide();
        boolean wasPlaced = network.isPlaced("victim");
        network.serve(AdmissionSite.service(
                "newcomer",
                newcomer.source() + newcomer.destination(),
                7,
                7,
                newcomer.minRate().bitsPerSecond(),
                KeyMix.SINGLE));
        network.decide();
        boolean room = network.paths("newcomer").stream()
                .anyMatch(one -> network.paths("victim").stream().anyMatch(other -> network.hasRoom(one, other)));
        assertEquals(wasPlaced && room, network.isPlaced("newcomer") && network.isPlaced("victim"));
    }
}
