package org.qkdn.lkms.combine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;
import org.qkdn.node.v1.ApplicationLevel;
import org.qkdn.node.v1.KeyStoreConfiguration;

/** Two LKMSs over real sockets, with two links between them. */
class CombinedKeysTest {
    private static final List<String> BOTH = List.of(LkmsPair.LINK, LkmsPair.DETOUR);

    @TempDir
    Path directory;

    private LkmsPair pair;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
    }

    @AfterEach
    void stop() {
        pair.close();
    }

    private void order(String combination, List<String> links) throws Exception {
        for (var node : List.of("A", "B")) {
            pair.configure(node, LkmsPair.order(node, combination, links));
        }
    }

    private ApplicationLevel level(String node) throws Exception {
        return pair.report(node).getApplications(0);
    }

    private void fills(String node) throws Exception {
        Eventually.holds(
                node + " has keys",
                () -> level(node).getOwnBits() >= 4 * 448 * 8
                        && level(node).getReason().isEmpty());
    }

    private Map<String, String> draw(String node, int number) throws Exception {
        var master = LkmsPair.SAES.get(node).getFirst();
        var slave = LkmsPair.SAES.get(LkmsPair.other(node)).getFirst();
        try (var ours = pair.sae(node, master);
                var theirs = pair.sae(LkmsPair.other(node), slave)) {
            var given = SaeClient.keys(ours.get(slave + "/enc_keys?number=" + number));
            assertEquals(given, SaeClient.keys(theirs.post(master + "/dec_keys", SaeClient.keyIds(given.keySet()))));
            return given;
        }
    }

    @Test
    void everyCombinationGivesBothEndsTheSameKeys() throws Exception {
        var seen = new HashMap<String, String>();
        for (var name : Combinations.names()) {
            var combination = Combinations.named(name).orElseThrow();
            order(name, combination.equals(Combinations.SINGLE) ? List.of(LkmsPair.LINK) : BOTH);
            for (var node : List.of("A", "B")) {
                fills(node);
                draw(node, 14).values().forEach(key -> assertEquals(null, seen.put(key, name), "twice"));
            }
            // what is left of this combination makes way for keys of the next
            for (var node : List.of("A", "B")) {
                pair.configure(node, KeyStoreConfiguration.getDefaultInstance());
            }
        }
    }

    @Test
    void oneLinkAndAPostQuantumShareMakeKeys() throws Exception {
        order("xor+ml-kem-768", List.of(LkmsPair.DETOUR));
        fills("A");
        assertEquals(5, draw("A", 5).size());
    }

    @Test
    void pathThatAltersItsShareIsFoundOutAndNothingOfItIsHandedOut() throws Exception {
        pair.forwarding("A").spoil(LkmsPair.DETOUR, true);
        order("xor", BOTH);
        Eventually.holds(
                "mismatches are counted at both ends",
                () -> level("A").getBurntBitsByCauseOrDefault("mismatch", 0) > 0
                        && level("B").getBurntBitsByCauseOrDefault("mismatch", 0) > 0);
        assertTrue(
                level("A").getReason().contains("mixed different bytes"),
                level("A").getReason());
        assertEquals(0, level("A").getOwnBits());
        assertEquals(0, level("B").getPeerBits());
        Eventually.holds("it is audited", () -> pair.audit("B").contains("mixed different bytes"));
        pair.forwarding("A").spoil(LkmsPair.DETOUR, false);
        fills("A");
        assertEquals(3, draw("A", 3).size());
    }

    @Test
    void relayOfOneShareThatFailsMakesNoKeys() throws Exception {
        pair.forwarding("A").cut(LkmsPair.DETOUR);
        order("xor", BOTH);
        Eventually.holds("the failure is told", () -> level("A").getReason().contains("the neighbour is down"));
        assertEquals(0, level("A").getOwnBits());
        assertEquals(0, level("B").getPeerBits());
    }

    @Test
    void orderThatCannotBeMadeIsNotFilledAndTheReasonSaysWhy() throws Exception {
        order("", List.of(LkmsPair.LINK));
        fills("A");
        for (var wrong : Map.of(
                        "rot13", "'rot13' is not known here: use one of [single, split, xor",
                        "single", "'single' takes one link, 2 are assigned")
                .entrySet()) {
            order(wrong.getKey(), BOTH);
            assertTrue(
                    level("A").getReason().contains(wrong.getValue()),
                    level("A").getReason());
        }
        order("xor", List.of(LkmsPair.LINK));
        assertTrue(
                level("A").getReason().contains("takes 2 links or more, 1 assigned"),
                level("A").getReason());
        order("xor", List.of(LkmsPair.LINK, LkmsPair.LINK));
        assertTrue(level("A").getReason().contains("assigned twice"), level("A").getReason());
        assertEquals(3, draw("A", 3).size(), "keys of before are still served");
    }

    @Test
    void blocksWhoseAcknowledgementWasLostAreBurntAtBothEndsAndAccountedFor() throws Exception {
        pair.forwarding("A").loseAnswers(true);
        order("", List.of(LkmsPair.LINK));
        Eventually.holds("blocks arrive", () -> level("B").getFilledBits() > 0);
        Eventually.holds(
                "the source counts them as burnt",
                () -> level("A").getBurntBitsByCauseOrDefault("unacknowledged", 0) > 0);
        Eventually.holds(
                "the destination burns them too",
                () -> level("B").getBurntBitsByCauseOrDefault("unacknowledged", 0) > 0);
        pair.forwarding("A").loseAnswers(false);
        fills("A");
        draw("A", 7);
        for (var node : List.of("A", "B")) {
            var level = level(node);
            assertEquals(
                    level.getFilledBits(),
                    level.getDeliveredBits() + level.getBurntBits() + level.getOwnBits() + level.getPeerBits(),
                    node + " " + level);
        }
    }

    @Test
    void keysPastTheirTimeAreNotFoundAndGoneFromTheStore() throws Exception {
        for (var node : List.of("A", "B")) {
            var order = LkmsPair.order(node).toBuilder();
            order.getApplicationsBuilder(0).setTtlSeconds(2);
            pair.configure(node, order.build());
        }
        fills("A");
        try (var master = pair.sae("A", "sae-a");
                var slave = pair.sae("B", "sae-b")) {
            var given = SaeClient.keys(master.get("sae-b/enc_keys"));
            pair.forwarding("A").cut(true);
            Eventually.holds("own keys expire", () -> level("A").getOwnBits() == 0);
            Eventually.holds("the other end's expire", () -> level("B").getPeerBits() == 0);
            assertEquals(
                    400,
                    slave.post("sae-a/dec_keys", SaeClient.keyIds(given.keySet()))
                            .statusCode());
            assertTrue(level("A").getBurntBitsByCauseOrDefault("expired", 0) > 0);
        }
    }

    @Test
    void policyOfTheNodeIsNotOverriddenByTheController() throws Exception {
        order("xor", BOTH);
        fills("A");
        pair.stop("A");
        pair.addToFile("A", "policy: {minimumPaths: 1, noDowngrade: true, combinations: [xor, hkdf-sha384, single]}");
        pair.start("A");
        for (var forbidden : Map.of("hkdf-sha384", "forbids a downgrade", "xor+ml-kem-768", "allows the combinations")
                .entrySet()) {
            order(forbidden.getKey(), BOTH);
            assertTrue(
                    level("A").getReason().contains(forbidden.getValue()),
                    level("A").getReason());
        }
        order("single", List.of(LkmsPair.LINK));
        assertTrue(
                level("A").getReason().contains("forbids a downgrade"),
                level("A").getReason());
        pair.configure("A", KeyStoreConfiguration.getDefaultInstance());
        order("single", List.of(LkmsPair.LINK));
        assertTrue(level("A").getReason().contains("forbids a downgrade"), "remembered for good");
        assertTrue(pair.audit("A").contains("forbids a downgrade"));
        assertTrue(pair.audit("A").contains("combination: \\\"single\\\""), "commands are in the audit log");
        order("xor", BOTH);
        Eventually.holds("it is filled again", () -> level("A").getReason().isEmpty());
    }
}
