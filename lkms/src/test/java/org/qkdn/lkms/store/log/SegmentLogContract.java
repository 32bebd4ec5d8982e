package org.qkdn.lkms.store.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every log does. */
abstract class SegmentLogContract {
    /** Opens the one log of this test, again after it was closed. */
    abstract SegmentLog open() throws Exception;

    private static List<String> frames(SegmentLog log, long segment) throws IOException {
        var frames = new ArrayList<String>();
        log.read(segment, (number, frame) -> {
            assertEquals(frames.size(), number);
            frames.add(HexFormat.of().formatHex(frame));
        });
        return frames;
    }

    @Test
    void keepsFramesInTheirOrderOverARestart() throws Exception {
        var random = new Random(7);
        var written = new TreeMap<Long, List<String>>();
        try (var log = open()) {
            for (long segment = 1; segment <= 3; segment++) {
                log.create(segment, 4096);
                written.put(segment, new ArrayList<>());
            }
            for (int i = 0; i < 60; i++) {
                long segment = random.nextLong(1, 4);
                var frame = new byte[random.nextInt(i == 50 ? 200_000 : 600)];
                random.nextBytes(frame);
                log.append(segment, written.get(segment).size(), frame);
                written.get(segment).add(HexFormat.of().formatHex(frame));
            }
        }
        try (var log = open()) {
            assertEquals(written.keySet(), log.segments());
            for (var segment : written.entrySet()) {
                assertEquals(segment.getValue(), frames(log, segment.getKey()));
            }
        }
    }

    @Test
    void dropsASegmentAndLeavesTheOthers() throws Exception {
        try (var log = open()) {
            for (long segment : List.of(4L, 5L)) {
                log.create(segment, 4096);
                log.append(segment, 0, new byte[] {(byte) segment});
            }
            log.drop(4);
            assertEquals(Set.of(5L), log.segments());
        }
        try (var log = open()) {
            assertEquals(Set.of(5L), log.segments());
            assertEquals(List.of("05"), frames(log, 5));
            log.drop(5);
            assertTrue(log.segments().isEmpty());
        }
    }

    @Test
    void refusesToMakeASegmentTwice() throws Exception {
        try (var log = open()) {
            log.create(1, 4096);
            log.append(1, 0, new byte[] {1});
            assertThrows(IOException.class, () -> log.create(1, 4096));
            assertEquals(List.of("01"), frames(log, 1));
        }
    }
}
