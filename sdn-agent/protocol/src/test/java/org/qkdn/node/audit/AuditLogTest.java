package org.qkdn.node.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    @TempDir
    Path folder;

    @Test
    void anUnalteredLogIsFoundUnbrokenAlsoOverRestarts() throws Exception {
        write(3);
        write(2);
        // 5 entries and two that say "closed"
        assertEquals(new AuditCheck.Verdict.Unbroken(7), check());
        assertTrue(Files.readString(log())
                .contains("\"event\":\"configure\",\"caller\":\"agent-A\",\"why\":\"a \\\"quote\\\" and\\na line\""));
    }

    @Test
    void anAlteredARemovedAndAnInsertedEntryAreFound() throws Exception {
        write(4);
        var lines = Files.readAllLines(log());
        for (int i = 0; i < lines.size() - 1; i++) {
            var altered = new java.util.ArrayList<>(lines);
            altered.set(i, lines.get(i).replace("agent-A", "agent-B"));
            Files.write(log(), altered);
            assertEquals(
                    i + 1L,
                    assertInstanceOf(AuditCheck.Verdict.Broken.class, check()).entry());
            altered.remove(i);
            Files.write(log(), altered);
            assertEquals(
                    i + 1L,
                    assertInstanceOf(AuditCheck.Verdict.Broken.class, check()).entry());
            altered.add(i, lines.get(i));
            altered.add(i, lines.get(i));
            Files.write(log(), altered);
            assertEquals(
                    i + 2L,
                    assertInstanceOf(AuditCheck.Verdict.Broken.class, check()).entry());
        }
    }

    @Test
    void whoTakesTheKeyOfTodayCannotForgeTheEntriesBefore() throws Exception {
        write(3);
        var fields = Files.readString(folder.resolve(AuditFile.KEY)).strip().split(" ");
        var stolen = new AuditKey(1, java.util.HexFormat.of().parseHex(fields[1]));
        var first = AuditEntry.parse(Files.readAllLines(log()).getFirst()).orElseThrow();
        assertEquals(5, Long.parseLong(fields[0]));
        assertTrue(!stolen.sealed(first.text(), first.seal()));
    }

    @Test
    void entriesCutOffAtTheEndAreNoticedAtTheNextStart() throws Exception {
        write(3);
        var lines = Files.readAllLines(log());
        Files.write(log(), lines.subList(0, 2));
        var refused = assertThrows(IOException.class, () -> AuditLog.open(folder));
        assertTrue(refused.getMessage().contains("ends with entry 2 instead of 4"), refused.getMessage());
    }

    @Test
    void anEntryCutShortByACrashAndAKeyThatLagsBehindAreMended() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            var keyBefore = Files.exists(folder) && Files.exists(folder.resolve(AuditFile.KEY))
                    ? Files.readAllBytes(folder.resolve(AuditFile.KEY))
                    : new byte[0];
            write(1 + random.nextInt(3));
            if (keyBefore.length > 0 && random.nextBoolean()) {
                Files.write(folder.resolve(AuditFile.KEY), keyBefore);
            }
            if (random.nextBoolean()) {
                Files.writeString(log(), "{\"n\":99,\"at\":\"20", StandardOpenOption.APPEND);
            }
        }
        write(1);
        assertInstanceOf(AuditCheck.Verdict.Unbroken.class, check(), "seed " + seed);
    }

    @Test
    void aFloodIsCountedInsteadOfKeptAndHidesNothingElse() throws Exception {
        var clock = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));
        try (var log = AuditLog.open(folder, clock)) {
            for (int i = 0; i < 10_000; i++) {
                log.append("refused", Map.of("caller", "stranger"));
            }
            log.append("forged", Map.of("caller", "neighbour"));
        }
        var lines = Files.readAllLines(log());
        long kept = lines.stream()
                .filter(line -> line.contains("\"event\":\"refused\""))
                .count();
        long counted = lines.stream()
                .map(Pattern.compile("\"entries\":\"([0-9]+)\"")::matcher)
                .filter(Matcher::find)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        assertTrue(kept <= AuditLog.PER_SECOND, kept + " kept");
        assertEquals(10_000, kept + counted);
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"event\":\"forged\"")), lines::toString);
    }

    private void write(int entries) throws IOException {
        try (var log = AuditLog.open(folder)) {
            for (int i = 0; i < entries; i++) {
                log.record("configure", Map.of("caller", "agent-A", "why", "a \"quote\" and\na line"));
            }
        }
    }

    private AuditCheck.Verdict check() throws IOException {
        return AuditCheck.check(folder, folder.resolve(AuditFile.VERIFY_KEY));
    }

    private Path log() {
        return folder.resolve(AuditFile.LOG);
    }
}
