package org.qkdn.controller.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Cambridge, where a store of 1000 keys for the users of two nodes was refilled whenever it was down to 800. Assumed: 25
 * requests a second, of one key of 256 bits each; 200 keys a second while it is refilled; an outage is noticed after 2 s, and the
 * new path works 3 s later. What refills the store is whatever path the engine has made.
 */
final class StoreOfKeys {
    static final int FULL = 1000;
    static final int REFILL_AT = 800;

    private static final int REQUESTS = 25;
    private static final int REFILLED = 200;
    private static final int KEY_BITS = 256;
    private static final int SECONDS = 150;
    private static final int OUTAGE = 61;
    private static final int NOTICED = OUTAGE + 2;
    private static final int PROGRAMMED = NOTICED + 3;

    final Rehearsal network = new Rehearsal(PublishedNetworks.cambridge());
    int failed;
    int refills;
    int fewest = FULL;
    int mostAfterOutage;

    private int keys = FULL;
    private boolean refilling;

    private StoreOfKeys() {}

    /** The fibre of the direct link is cut; {@code heard}: and the engine hears of it. */
    static StoreOfKeys tell(boolean heard) {
        StoreOfKeys store = new StoreOfKeys();
        store.network
                .note(
                        "Cambridge (npj Quantum Information 5:101): the link CAPE-TREL fails while it fills a store of keys")
                .note("the service is rerouted over ENGI, soon enough that no request for a key fails")
                .start()
                .serve("s", "CAPE", "TREL", (long) REFILLED * KEY_BITS);
        assertEquals("CAPE-TREL", store.network.path("s"));
        for (int second = 0; second < SECONDS; second++) {
            store.second(second, heard);
        }
        return store;
    }

    private void second(int now, boolean heard) {
        if (now == NOTICED && heard) {
            network.cut("CAPE-TREL");
        }
        boolean carries =
                now < OUTAGE || (now >= PROGRAMMED && !network.path("s").equals("CAPE-TREL"));
        if (refilling && carries) {
            keys = Math.min(FULL, keys + REFILLED);
            refilling = keys < FULL;
        }
        failed += Math.max(0, REQUESTS - keys);
        keys = Math.max(0, keys - REQUESTS);
        if (keys <= REFILL_AT && !refilling) {
            refilling = true;
            refills++;
        }
        fewest = Math.min(fewest, keys);
        if (now > PROGRAMMED) {
            mostAfterOutage = Math.max(mostAfterOutage, keys + REQUESTS);
        }
    }
}
