package org.qkdn.controller.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;

/**
 * Tokyo, where an attack on K1-K2 made its error rate rise. The QBERs are the published ones, but for K2-O2 (assumed: 3.8 %).
 * Assumed as well: the service's 1 kbit/s, its limit of 5 %, and that the attacked link shows 9 % and makes no key.
 */
final class Attack {
    private Attack() {}

    static Rehearsal tell() {
        Town town = PublishedNetworks.tokyo();
        Map.of("K1-O1", 27_000, "K1-K2", 23_000, "O1-O2", 45_000, "K2-O2", 38_000, "O2-HONGO", 20_000)
                .forEach((link, qber) -> town.makes(
                        link, town.making.get(town.links.get(link)).skr(), Optional.of(qber), Optional.of(100_000L)));
        Rehearsal network = new Rehearsal(town)
                .note(
                        "Tokyo (Opt. Express 19:10387): keys go from K1 to O2 over K2; an attack on K1-K2 makes its QBER rise,"
                                + " and ends")
                .note("the service switches to K1-O1-O2, and stays there when the attack has ended")
                .start()
                .serve("s", "K1", "O2", 1000, "rules", Map.of("maxHops", 4, "links", Map.of("maxQberPpm", 50_000)));
        assertEquals("K1-K2-O2", network.path("s"));
        network.perform("K1-K2", 0, 90_000);
        assertEquals("K1-O1-O2", network.path("s"));
        return network.perform("K1-K2", 2100, 23_000);
    }
}
