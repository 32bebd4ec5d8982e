package org.qkdn.lkms.api004;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.LkmsPair;

/**
 * Random calls of both sides, with restarts in between, against a model of two flags a side: what may be answered, that no
 * side gets a chunk twice, and that both get the same bytes for one index and never the same for two.
 */
class StreamPropertyTest {
    private static final int SEEDS = 4;
    private static final int STEPS = 120;

    private enum Side {
        A,
        B
    }

    private enum End {
        NEVER,
        OPEN,
        CLOSED
    }

    @TempDir
    Path directory;

    private LkmsPair pair;
    private final Map<Side, StreamClient> clients = new EnumMap<>(Side.class);

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        pair.configureAndFill();
        connect();
    }

    private void connect() throws Exception {
        for (var side : Side.values()) {
            var old = clients.put(side, StreamClient.at(pair, side.name()));
            if (old != null) {
                old.close();
            }
        }
    }

    @AfterEach
    void stop() {
        clients.values().forEach(StreamClient::close);
        pair.close();
    }

    /** One stream, as seen from outside. */
    private static final class Model {
        private final UUID id;
        private final Map<Side, End> ends = new EnumMap<>(Map.of(Side.A, End.NEVER, Side.B, End.NEVER));
        private final Map<Side, Set<Long>> got = Map.of(Side.A, new HashSet<>(), Side.B, new HashSet<>());
        private final Map<Long, String> chunks = new HashMap<>();
        private boolean wereConnected;

        Model(Random random) {
            this.id = new UUID(random.nextLong(), random.nextLong());
        }

        End end(Side side) {
            return ends.get(side);
        }

        boolean isOver() {
            return end(Side.A) == End.CLOSED && end(Side.B) == End.CLOSED;
        }

        Set<Integer> openMayBe(Side side) {
            var here = end(side);
            var there = end(other(side));
            if (wereConnected) {
                return Set.of(5);
            }
            // an end that closed alone is forgotten at once, or when its LKMS has told the other
            return switch (here) {
                case OPEN -> Set.of(1);
                case NEVER -> there == End.OPEN ? Set.of(0) : there == End.CLOSED ? Set.of(1, 5) : Set.of(1);
                case CLOSED -> there == End.OPEN ? Set.of(0, 5) : Set.of(1, 5);
            };
        }

        void opened(Side side, int status) {
            ends.put(side, End.OPEN);
            wereConnected = status == 0;
            if (end(other(side)) == End.CLOSED) {
                ends.put(other(side), End.NEVER);
            }
        }

        Set<Integer> getMayBe(Side side) {
            if (end(side) != End.OPEN) {
                return Set.of(4);
            }
            if (!wereConnected) {
                return Set.of(3);
            }
            return switch (end(other(side))) {
                case NEVER -> Set.of();
                case OPEN -> Set.of(0, 2, 6);
                case CLOSED -> Set.of(0, 2, 3, 6); // it may not have heard yet
            };
        }
    }

    private static Side other(Side side) {
        return side == Side.A ? Side.B : Side.A;
    }

    @Test
    void randomCallsOfBothSidesAgreeWithTheModel() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            var random = new Random(seed);
            var everything = new HashSet<String>();
            var model = new Model(random);
            int chunks = 0;
            for (int step = 0; step < STEPS; step++) {
                var where = "seed " + seed + " step " + step;
                var side = Side.values()[random.nextInt(2)];
                int kind = random.nextInt(100);
                if (kind < 15) {
                    open(model, side, where);
                } else if (kind < 90) {
                    chunks += get(model, side, random, everything, where);
                } else if (kind < 96) {
                    close(model, side, where);
                } else {
                    restart(side);
                }
                if (model.isOver()) {
                    model = new Model(random);
                }
            }
            assertTrue(chunks > 0, "seed " + seed + " fetched nothing: the test has proved nothing");
        }
    }

    private void open(Model model, Side side, String where) throws Exception {
        var allowed = model.openMayBe(side);
        var answer = clients.get(side).open(model.id, StreamClient.qos(24, 0).put("TTL", 600));
        assertTrue(allowed.contains(answer.status()), where + ": OPEN at " + side + " " + model.ends + " " + answer);
        if (answer.status() <= 1) {
            model.opened(side, answer.status());
        }
    }

    private int get(Model model, Side side, Random random, Set<String> everything, String where) throws Exception {
        var got = model.got.get(side);
        long newest = got.stream().mapToLong(Long::longValue).max().orElse(-1);
        long index = Math.max(0, newest + 1 - random.nextInt(3) + random.nextInt(3));
        var answer = random.nextBoolean()
                ? clients.get(side).get(model.id, index)
                : clients.get(side).next(model.id);
        assertTrue(
                model.getMayBe(side).contains(answer.status()),
                where + ": GET " + index + " at " + side + " " + model.ends + " " + answer.http() + " status "
                        + answer.status());
        if (answer.status() != 0) {
            return 0;
        }
        assertTrue(got.add(answer.index()), where + ": index " + answer.index() + " twice at " + side);
        var known = model.chunks.putIfAbsent(answer.index(), answer.key());
        if (known == null) {
            assertTrue(everything.add(answer.key()), where + ": the same bytes for two chunks");
        } else {
            assertEquals(known, answer.key(), where + ": the two sides differ at index " + answer.index());
        }
        return 1;
    }

    private void close(Model model, Side side, String where) throws Exception {
        var answer = clients.get(side).close(model.id);
        assertEquals(model.end(side) == End.OPEN ? 0 : 4, answer.status(), where + ": CLOSE at " + side);
        if (answer.status() == 0) {
            model.ends.put(side, End.CLOSED);
        }
    }

    private void restart(Side side) throws Exception {
        pair.stop(side.name());
        pair.start(side.name());
        connect();
    }
}
