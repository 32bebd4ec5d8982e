package org.qkdn.controller.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was shown in the field elsewhere, with this engine deciding. */
class PublishedEventsTest {
    /** By hops, and then by the widest narrowest link: all routes there are but one, whose links are part of these. */
    private static final List<String> ROUTES =
            List.of("FOR-ERD-BRT", "FOR-ERD-SIE-BRT", "FOR-ERD-GUD-BRT", "FOR-ERD-GUD-SIE-BRT");

    @Test
    void secoqcGoesOnOverRouteAfterRouteUntilNoneIsLeft() {
        StoresRunDown run = StoresRunDown.tell(60, false);
        assertEquals(ROUTES, run.routes());
        assertEndsForLackOfKey(run);
    }

    @Test
    void secoqcReturnsToShorterRoutesWhileTheyHaveFilledUpAgainAndYetNoneIsLeftInTheEnd() {
        StoresRunDown run = StoresRunDown.tell(60, true);
        assertEquals(ROUTES, List.copyOf(new LinkedHashSet<>(run.routes())));
        assertTrue(run.routes().size() > ROUTES.size(), () -> run.routes().toString());
        assertEndsForLackOfKey(run);
    }

    private static void assertEndsForLackOfKey(StoresRunDown run) {
        String end = run.network().path("s");
        assertTrue(end.startsWith("DOWN: link ") && end.endsWith("and the service demands 16777216 bit"), end);
    }

    /** A guaranteed rate is another thing than one that is drawn while stores last. */
    @Test
    void secoqcRefusesToGuaranteeARateThatItsLinksDoNotMake() {
        Rehearsal network = new Rehearsal(PublishedNetworks.secoqc()).start().serve("s", "FOR", "BRT", 8192);
        String end = network.path("s");
        assertTrue(end.startsWith("DOWN: link ") && end.contains(" is too narrow: "), end);
    }

    @Test
    void tokyoSwitchesToK1O1O2WhenK1K2IsAttacked() {
        assertEquals("K1-O1-O2", Attack.tell().path("s"));
    }

    @Test
    void cambridgeReroutesAnOutageWithoutAFailedRequest() {
        StoreOfKeys store = StoreOfKeys.tell(true);
        assertEquals("CAPE-ENGI-TREL", store.network.path("s"));
        assertEquals(0, store.failed);
        assertTrue(store.refills > 3, () -> store.refills + " refills");
        assertTrue(store.fewest > 0 && store.fewest < StoreOfKeys.REFILL_AT, () -> "fewest keys: " + store.fewest);
        assertEquals(StoreOfKeys.FULL, store.mostAfterOutage);
    }

    /** Or the test above would show nothing. */
    @Test
    void requestsFailInCambridgeWhereNothingIsRerouted() {
        assertTrue(StoreOfKeys.tell(false).failed > 0);
    }
}
