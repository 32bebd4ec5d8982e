package org.qkdn.controller.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.engine.Step;

/** Recorded in the field, replayed at the desk. */
class FieldRecorderTest {
    private static final Instant START = Instant.parse("2026-11-26T07:30:00.5Z");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private Path input() {
        return folder.resolve("2026-11-26T07-30-00Z-input.json");
    }

    private Path output() {
        return folder.resolve("2026-11-26T07-30-00Z-output.json");
    }

    private static Recording story() {
        return Stories.all().get("04").get().recording();
    }

    /** An engine hears a story, and is recorded. */
    private static void hear(FieldRecorder recorder) {
        NetworkState state = Engine.initial();
        for (Entry entry : story().entries()) {
            if (entry instanceof Entry.Heard heard) {
                Step step = Engine.apply(state, heard.events());
                recorder.heard(heard.events(), step);
                state = step.state();
            }
        }
    }

    private int replay(String... arguments) {
        printed.reset();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new ReplayMain(out, out).run(arguments);
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatCameTogetherIsReplayedTogether() throws IOException {
        List<Event> together = story().entries().stream()
                .filter(Entry.Heard.class::isInstance)
                .flatMap(entry -> ((Entry.Heard) entry).events().stream())
                .toList();
        try (FieldRecorder recorder = FieldRecorder.open(folder, START)) {
            recorder.heard(together, Engine.apply(Engine.initial(), together));
        }
        assertEquals(List.of(new Entry.Heard(together)), Recording.read(input()).entries());
        assertEquals(0, replay(input().toString()), this::said);
        assertTrue(said().startsWith(together.size() + " events; "), this::said);
    }

    @Test
    void isReplayedAsItWas() throws IOException {
        try (FieldRecorder recorder = FieldRecorder.open(folder, START)) {
            hear(recorder);
        }
        assertEquals(
                story().entries().stream().filter(Entry.Heard.class::isInstance).toList(),
                Recording.read(input()).entries());
        assertEquals(0, replay(input().toString()), this::said);
        assertTrue(said().contains(" events; they lead to what is in "), this::said);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(input())));
    }

    @Test
    void isReplayedAsFarAsItGoesWhereTheControllerWasKilled() throws IOException {
        FieldRecorder recorder = FieldRecorder.open(folder, START);
        hear(recorder);
        String whole = Files.readString(input());
        Files.writeString(input(), whole.substring(0, whole.length() - 100));
        assertEquals(0, replay(input().toString()), this::said);
        assertTrue(said().contains("ends in the middle"), this::said);
        recorder.close();
    }

    @Test
    void aDifferenceIsShownAndIsAFailure() throws IOException {
        try (FieldRecorder recorder = FieldRecorder.open(folder, START)) {
            hear(recorder);
        }
        Files.writeString(output(), Files.readString(output()).replace("\"PASSIVE\"", "\"OFF\""));
        assertEquals(ReplayMain.DIFFERS, replay(input().toString()));
        assertTrue(said().contains("\n- ") && said().contains("\n+ "), this::said);
    }

    @Test
    void stepsArePrintedWhereThereIsNothingToCompareWith() throws IOException {
        Files.writeString(input(), story().text());
        assertEquals(0, replay(input().toString()));
        assertTrue(said().contains("\"programNode\""), this::said);
        assertTrue(said().contains("there is no "), this::said);
    }

    @Test
    void whatIsNoRecordingIsRefusedWithItsLine() throws IOException {
        Files.writeString(input(), "[\n{\"nodeUnreachable\":{\"node\":\"A\",\"why\":\"x\"}}\n]\n");
        assertEquals(ReplayMain.BAD_USAGE, replay(input().toString()));
        assertTrue(said().contains("-input.json:2: nodeUnreachable: unknown field 'why'"), this::said);
        assertEquals(ReplayMain.BAD_USAGE, replay(folder.resolve("none").toString()));
        assertTrue(said().contains("no such file"), this::said);
        assertEquals(ReplayMain.BAD_USAGE, replay("--fast", "x"));
        assertEquals(ReplayMain.BAD_USAGE, replay());
        assertEquals(0, replay("--help"));
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamedWithTheRemedy() throws IOException {
        Path file = Files.createFile(folder.resolve("taken"));
        String message = assertThrows(IOException.class, () -> FieldRecorder.open(file, START))
                .getMessage();
        assertTrue(message.startsWith("recording.folder " + file + " cannot be written to"), message);
    }
}
