package org.qkdn.lkms.api004;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.LkmsProcess;

/** The LKMS of one end is killed, as by {@code kill -9}, while its SAE fetches. */
class StreamKillTest {
    private static final int OTHER_END_SILENT = 6;

    @TempDir
    Path directory;

    @Test
    void killedAtAnyMomentNoChunkIsHandedOutTwiceAndBothSidesHaveTheSame() throws Exception {
        try (var pair = new LkmsPair(directory)) {
            pair.configureAndFill();
            // the last bit picks the end that cuts
            for (long low : new long[] {0, 1}) {
                killWhileFetching(pair, new UUID(UUID.randomUUID().getMostSignificantBits(), low));
            }
        }
    }

    private static void killWhileFetching(LkmsPair pair, UUID id) throws Exception {
        try (var alice = StreamClient.at(pair, "A");
                var bob = StreamClient.at(pair, "B")) {
            assertEquals(1, alice.open(id, StreamClient.qos(32, 0)).status());
            assertEquals(0, bob.open(id, StreamClient.qos(32, 10_000)).status());
            pair.stop("A");
            int port = pair.fixPorts("A")[0];
            var all = new TreeMap<Long, String>();
            var unasked = new TreeMap<Long, String>();
            for (int round = 0; round < 3; round++) {
                var before = Set.copyOf(all.keySet());
                fetchUntilKilled(pair, id, port, all);
                all.forEach((index, key) -> {
                    if (!before.contains(index)) {
                        unasked.put(index, key);
                    }
                });
                // a side may be a window ahead of the other, no more
                var ignored = haveTheSame(bob, id, unasked);
            }
            assertEquals(all.size(), new HashSet<>(all.values()).size());
            pair.start("A");
            Eventually.holds("the other side has the same", () -> haveTheSame(bob, id, unasked));
        }
    }

    /**
     * True where all are found at the other side. One that was handed out by the process that was killed before it told the owner
     * that it has it is found once that process is back.
     */
    private static boolean haveTheSame(StreamClient bob, UUID id, SortedMap<Long, String> unasked) throws Exception {
        while (!unasked.isEmpty()) {
            var chunk = unasked.entrySet().iterator().next();
            var answer = bob.get(id, chunk.getKey());
            if (answer.status() == OTHER_END_SILENT) {
                return false;
            }
            assertEquals(0, answer.status(), answer.toString());
            assertEquals(chunk.getValue(), answer.key());
            unasked.remove(chunk.getKey());
        }
        return true;
    }

    private static void fetchUntilKilled(LkmsPair pair, UUID id, int port, Map<Long, String> fetched) throws Exception {
        try (var process = LkmsProcess.start(pair.file("A"));
                var alice = StreamClient.at(pair, "A", port)) {
            Eventually.holds("the process hands chunks out", () -> fetch(alice, id, fetched));
            long millis = 20 + 37L * fetched.size() % 80;
            var killer = Thread.ofVirtual().start(() -> killAfter(process, millis));
            while (process.isAlive()) {
                var ignored = fetch(alice, id, fetched);
            }
            killer.join();
        }
    }

    /** True where a chunk came; a lost answer loses its chunk. */
    private static boolean fetch(StreamClient alice, UUID id, Map<Long, String> fetched) throws Exception {
        var answer = answer(alice, id);
        if (answer.isEmpty() || answer.get().status() != 0) {
            assertFalse(answer.isPresent() && answer.get().http() == 500, "an error of the server");
            return false;
        }
        assertNull(fetched.put(answer.get().index(), answer.get().key()), "a chunk was handed out twice");
        return true;
    }

    private static Optional<StreamClient.Answer> answer(StreamClient alice, UUID id) throws Exception {
        try {
            return Optional.of(alice.next(id));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void killAfter(LkmsProcess process, long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
