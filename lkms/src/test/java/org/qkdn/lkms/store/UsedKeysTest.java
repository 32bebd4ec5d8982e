package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.seal.Pkcs12Source;
import org.qkdn.lkms.testing.Eventually;

/** What was used is in no file, neither as it is nor for whoever has the key-encrypting key. */
class UsedKeysTest {
    private static final StoreId STORE = StoreId.application("app");
    private static final int KEY = 32;

    @TempDir
    Path directory;

    private final List<byte[]> used = new ArrayList<>();
    private final List<byte[]> unused = new ArrayList<>();

    private KeyDatabase open(Path home) throws StateException {
        return KeyDatabase.open(new StoreSettings(
                home, Pkcs12Source.in(home), Optional.empty(), Optional.empty(), Duration.ofMillis(100)));
    }

    /** Blocks of 16 keys, 4 of each used. */
    private void fillAndUse(KeyDatabase database) {
        var random = new Random(1);
        for (int i = 0; i < 100; i++) {
            var bytes = new byte[16 * KEY];
            random.nextBytes(bytes);
            var id = new UUID(random.nextLong(), i);
            boolean stored = database.call(blocks -> {
                try (var content = KeyBytes.copyOf(bytes)) {
                    return blocks.insert(STORE, id, Owner.OWN, Origin.UNKNOWN, content, UsedRanges.NONE);
                }
            });
            assertTrue(stored);
            for (int k = 0; k < 16; k++) {
                int from = k * KEY;
                (k < 4 ? used : unused).add(Arrays.copyOfRange(bytes, from, from + KEY));
            }
        }
        for (int k = 0; k < 4; k++) {
            int from = k * KEY;
            boolean spent = database.call(blocks -> {
                for (var block : blocks.ownFor(STORE, KEY, Integer.MAX_VALUE, BlockFilter.ANY)) {
                    blocks.spend(block, block.used().with(from, KEY).orElseThrow());
                    block.close();
                }
                return true;
            });
            assertTrue(spent);
        }
    }

    private static long found(List<byte[]> keys, byte[] all) {
        return keys.stream().filter(key -> StateCopy.contains(all, key)).count();
    }

    /** Everything readable in a copy of the directory in use. */
    private byte[] readable(KeyDatabase database, Path home) throws Exception {
        var copy = Files.createTempDirectory(directory, "copy");
        boolean copied = database.call(blocks -> {
            StateCopy.copy(home, copy);
            return true;
        });
        assertTrue(copied);
        return StateCopy.readable(copy);
    }

    @Test
    void isUnreadableSoonAfterItsUse() throws Exception {
        var home = directory.resolve("home");
        try (var database = open(home)) {
            fillAndUse(database);
            Eventually.holds("used keys go", () -> found(used, readable(database, home)) == 0);
            assertEquals(unused.size(), found(unused, readable(database, home)), "the rest is there");
        }
    }

    @Test
    void isUnreadableAfterExpiryOfItsStore() throws Exception {
        var home = directory.resolve("home");
        try (var database = open(home)) {
            fillAndUse(database);
            boolean burnt = database.call(blocks -> {
                blocks.burnOlderThan(StoreId.Kind.APPLICATION, Instant.now().plusSeconds(2));
                return blocks.levels(1, 1).isEmpty();
            });
            assertTrue(burnt);
            Eventually.holds("burnt keys go", () -> found(unused, readable(database, home)) == 0);
        }
    }

    @Test
    void isUnreadableAtOnceWhenTheDatabaseIsClosed() throws Exception {
        var home = directory.resolve("home");
        try (var database = open(home)) {
            fillAndUse(database);
        }
        var all = StateCopy.readable(home);
        assertEquals(0, found(used, all));
        assertEquals(unused.size(), found(unused, all), "the rest is there");
        try (var database = open(home)) {
            boolean burnt = database.call(blocks -> {
                blocks.retain(Set.of());
                return true;
            });
            assertTrue(burnt);
        }
        assertEquals(0, found(unused, StateCopy.readable(home)));
    }

    @Test
    void isUnreadableAfterAKillAndTheNextStart() throws Exception {
        var home = directory.resolve("home");
        var killed = directory.resolve("killed");
        try (var database = KeyDatabase.open(new StoreSettings(
                home, Pkcs12Source.in(home), Optional.empty(), Optional.empty(), Duration.ofHours(1)))) {
            fillAndUse(database);
            boolean copied = database.call(blocks -> {
                StateCopy.copy(home, killed);
                return true;
            });
            assertTrue(copied);
        }
        assertFalse(found(used, StateCopy.readable(killed)) == 0, "this test looks in the right place");
        try (var database = open(killed)) {
            Eventually.holds("used keys go", () -> found(used, readable(database, killed)) == 0);
        }
    }

    /** Without the key-encrypting key, files of old segments tell nothing. */
    @Test
    void noKeyLiesInAnyFileAsItIs() throws Exception {
        var home = directory.resolve("home");
        try (var database = open(home)) {
            fillAndUse(database);
        }
        for (var file : StateCopy.files(home)) {
            var raw = Files.readAllBytes(file);
            assertEquals(0, found(used, raw) + found(unused, raw), file.toString());
        }
    }
}
