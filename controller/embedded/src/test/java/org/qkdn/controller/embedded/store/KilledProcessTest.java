package org.qkdn.controller.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.plane.journal.Journal;
import org.slf4j.Logger;

/** A process that keeps a history is killed, and another one goes on with what it left. */
@Timeout(600)
class KilledProcessTest {
    private static final int LANES = 2;
    private static final int KILLS = 200;
    private static final long LONGEST_LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    @TempDir
    Path folder;

    @Test
    void losesNothingAcknowledgedAndKeepsNothingHalfWhenKilledTwoHundredTimes() {
        long seed = new Random().nextLong();
        System.out.println("killed processes: seed " + seed);
        var lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> CompletableFuture.supplyAsync(
                        () -> live(folder.resolve("lane-" + lane), new Random(seed + lane), seed)))
                .toList();
        long written = lanes.stream().mapToLong(CompletableFuture::join).sum();
        System.out.println("killed processes: " + KILLS + " kills, " + written + " changes kept");
        assertTrue(written > KILLS, "seed " + seed + ": only " + written + " changes were written");
    }

    private static long live(Path state, Random random, long seed) {
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS / LANES; kill++) {
            try {
                var printed = killed(state, random);
                if (!printed.isEmpty()) {
                    long found = number(printed.getFirst(), seed);
                    // one more may have come to disk before its number was printed
                    assertTrue(
                            found == acknowledged || found == acknowledged + 1,
                            "seed " + seed + ", kill " + kill + ": " + found + " found of " + acknowledged);
                    acknowledged = number(printed.getLast(), seed);
                    assertEquals(printed.size() - 1, acknowledged - found, "seed " + seed);
                }
            } catch (IOException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        return acknowledged;
    }

    private static long number(String line, long seed) {
        assertTrue(line.matches("\\d+"), () -> "seed " + seed + ": " + line);
        return Long.parseLong(line);
    }

    /** Lets a process live for a while, counted from its first word or, sometimes, from its start; gives what it printed. */
    private static List<String> killed(Path state, Random random) throws IOException {
        var process = start(List.of(), state);
        var printed = new ArrayList<String>();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            if (random.nextInt(4) > 0) {
                printed.add(lines.readLine());
            }
            LockSupport.parkNanos(random.nextLong(LONGEST_LIFE_NANOS));
            process.toHandle().destroyForcibly(); // that of the process itself would close our end of the pipe too
            lines.lines().forEach(printed::add);
        }
        return printed;
    }

    @Test
    void refusesAChangeThatFindsNoRoomAndKeepsThoseBefore() throws IOException {
        var state = folder.resolve("full");
        var blocks = RecordingProcess.SHORTEST_JOURNAL / 1024 - 2;
        var process = start(List.of("/bin/bash", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "bash"), state);
        List<String> printed;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            printed = lines.lines().toList();
        }
        var refusal = printed.getLast();
        assertTrue(refusal.startsWith("refused: " + state.resolve("config-0.journal") + ": "), refusal);
        var changes = new NumberedChanges();
        try (var again = StateFolder.open(state);
                var history = History.open(again, RecordingProcess.SHORTEST_JOURNAL, changes, changes::state)) {
            assertEquals(printed.get(printed.size() - 2), Long.toString(changes.last()));
            history.append(changes.next());
        }
        assertTrue(Files.exists(state.resolve("config.snapshot")));
    }

    private static Process start(List<String> before, Path state) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                Stream.of(RecordingProcess.class, History.class, Journal.class, Logger.class)
                        .map(KilledProcessTest::place)
                        .collect(Collectors.joining(File.pathSeparator)),
                RecordingProcess.class.getName(),
                state.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String place(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }
}
