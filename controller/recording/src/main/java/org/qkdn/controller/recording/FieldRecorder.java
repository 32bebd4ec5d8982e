package org.qkdn.controller.recording;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what an engine hears and decides from its start on, as a scenario: {@code TIME-input.json} and
 * {@code TIME-output.json}. Events have no room for key material, but they tell all about the network: only the owner may
 * read the files. What is written is handed to the operating system after each event. Not for use by several threads.
 */
public final class FieldRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FieldRecorder.class);

    private final Replay replay = new Replay();
    private final Path file;
    private final Writer input;
    private final Writer output;
    private boolean works = true;
    private String inputStarts = "[\n";
    private String outputStarts = "[\n";

    private FieldRecorder(Path file, Writer input, Writer output) {
        this.file = file;
        this.input = input;
        this.output = output;
    }

    /**
     * Creates folder and files.
     *
     * @param start names the files
     * @throws IOException if it cannot; the message names the folder and the remedy
     */
    public static FieldRecorder open(Path folder, Instant start) throws IOException {
        String name = start.truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-');
        Path file = folder.resolve(name + ScenarioFiles.INPUT);
        try {
            Files.createDirectories(folder);
            return new FieldRecorder(file, create(file), create(ScenarioFiles.output(file)));
        } catch (IOException e) {
            throw new IOException(
                    "recording.folder " + folder + " cannot be written to (" + e
                            + "): name another folder in controller.yaml, or leave recording out",
                    e);
        }
    }

    private static Writer create(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createFile(
                file,
                posix
                        ? new java.nio.file.attribute.FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new java.nio.file.attribute.FileAttribute<?>[0]);
        return Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    }

    /** What came together, and what it led to. A disk that is full ends the recording and nothing else. */
    public void heard(List<Event> events, Step step) {
        if (!works) {
            return;
        }
        try {
            input.append(inputStarts)
                    .append(new Entry.Heard(events).json().toString())
                    .flush();
            inputStarts = ",\n";
            String outcome = replay.heard(events, step).orElse("");
            if (!outcome.isEmpty()) {
                output.append(outputStarts).append(outcome).flush();
                outputStarts = ",\n";
            }
        } catch (IOException | RuntimeException e) {
            works = false;
            LOG.error("the recording {} ends here: it cannot be written any more", file, e);
        }
    }

    @Override
    public void close() throws IOException {
        try (input;
                output) {
            if (works) {
                input.append(inputStarts.equals("[\n") ? "[\n]\n" : "\n]\n");
                output.append(outputStarts.equals("[\n") ? "[\n]\n" : "\n]\n");
            }
        }
    }
}
