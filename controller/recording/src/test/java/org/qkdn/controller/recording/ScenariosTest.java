package org.qkdn.controller.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the engine does, as a table: each {@code NN-input.json} leads to its {@code NN-output.json}.
 * {@code -Dscenarios.write=true} writes what it leads to now, for review; {@code -Dscenarios.record=true} tells the
 * stories anew first.
 */
class ScenariosTest {
    private static final Path FOLDER = Path.of("..", "..", "test-topologies", "scenarios");
    private static final Path PAGE = Path.of("..", "..", "docs", "scenarios.md");
    private static final boolean RECORD = Boolean.getBoolean("scenarios.record");
    private static final boolean WRITE = RECORD || Boolean.getBoolean("scenarios.write");

    static Stream<String> numbers() throws IOException {
        if (RECORD) {
            Files.createDirectories(FOLDER);
            for (var story : Stories.all().entrySet()) {
                Files.writeString(
                        input(story.getKey()),
                        story.getValue().get().recording().text());
            }
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("-input.json"))
                    .map(name -> name.replace("-input.json", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path input(String number) {
        return FOLDER.resolve(number + "-input.json");
    }

    private static Path output(String number) {
        return FOLDER.resolve(number + "-output.json");
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void leadsToWhatIsRecorded(String number) throws IOException {
        String now = Replay.of(Recording.read(input(number)));
        if (WRITE) {
            Files.writeString(output(number), now);
        }
        Difference.of(Files.readString(output(number)), now)
                .ifPresent(difference ->
                        fail("scenario " + number + " leads to something else than what is recorded;\n" + difference
                                + "if that is right, run this test with -Dscenarios.write=true and review the change"));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void isWrittenAsItWouldBeRecorded(String number) throws IOException {
        Recording read = Recording.read(input(number));
        assertTrue(read.whole());
        assertEquals(Files.readString(input(number)), read.text());
    }

    @Test
    void theirStoriesStillEndWell() {
        Stories.all()
                .values()
                .forEach(story -> assertEquals(Map.of(), story.get().state.refusals()));
    }

    @Test
    void areListedInTheDocumentation() throws IOException {
        StringBuilder table = new StringBuilder();
        for (String number : numbers().toList()) {
            List<String> notes = Recording.read(input(number)).notes();
            assertEquals(
                    2,
                    notes.size(),
                    () -> "scenario " + number + " begins with two notes: what happens, and" + " what must come of it");
            table.append("| [%s](../test-topologies/scenarios/%s-output.json) | %s | %s |\n"
                    .formatted(number, number, notes.get(0), notes.get(1)));
        }
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf("|---|---|---|\n") + "|---|---|---|\n".length());
        String after = page.substring(page.indexOf("\n\n", before.length()) + 1);
        if (WRITE) {
            Files.writeString(PAGE, before + table + after);
        }
        Difference.of(Files.readString(PAGE), before + table + after)
                .ifPresent(difference -> fail(PAGE + " lists other scenarios: run this test with"
                        + " -Dscenarios.write=true\n" + difference));
    }
}
