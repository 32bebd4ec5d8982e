package org.qkdn.controller.recording;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code ./qkdn replay}: what this build's engine makes of a recording, and whether it is what was recorded. */
public final class ReplayMain {
    static final int DIFFERS = 1;
    static final int BAD_USAGE = 2;

    private static final String USAGE = """
            usage: ./qkdn replay [--steps] FILE

            Plays the events of FILE, named NN-input.json, through this build's engine, and compares what they lead to with
            NN-output.json beside it. Where there is no such file, or with --steps, prints each step: commands, timers, and what
            changed in pairings, links and services. docs/scenarios.md explains the files.

            exit code: 0 all is as recorded, or there is nothing to compare with; 1 something differs, and the first
            difference is shown, what was recorded with -, what is now with +; 2 a wrong argument, or FILE is no recording
            """;

    private final PrintStream out;
    private final PrintStream errors;

    ReplayMain(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    public static void main(String[] arguments) {
        System.exit(new ReplayMain(System.out, System.err).run(arguments));
    }

    int run(String... arguments) {
        List<String> rest = new ArrayList<>(Arrays.asList(arguments));
        if (rest.contains("--help") || rest.contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        boolean steps = rest.remove("--steps");
        Optional<String> option =
                rest.stream().filter(each -> each.startsWith("-")).findFirst();
        if (option.isPresent() || rest.size() != 1) {
            errors.println(option.map(each -> "replay knows only --steps and --help, not '" + each + "'")
                    .orElse("give one file, e.g. ./qkdn replay test-topologies/scenarios/04-input.json"));
            return BAD_USAGE;
        }
        try {
            return replay(Path.of(rest.getFirst()), steps);
        } catch (NoSuchFileException e) {
            errors.println(e.getMessage() + ": no such file; give the input file of a recording");
        } catch (MalformedRecordingException e) {
            errors.println(e.getMessage());
        } catch (IOException e) {
            errors.println(rest.getFirst() + ": cannot be read: " + e.getMessage());
        }
        return BAD_USAGE;
    }

    private int replay(Path input, boolean steps) throws IOException {
        if (!Files.exists(input)) {
            throw new NoSuchFileException(input.toString());
        }
        Recording recording = Recording.read(input);
        Path output = ScenarioFiles.output(input);
        String now = Replay.of(recording);
        boolean compares = Files.exists(output);
        if (steps || !compares) {
            out.print(now);
        }
        long events = recording.entries().stream()
                .mapToLong(entry ->
                        entry instanceof Entry.Heard heard ? heard.events().size() : 0)
                .sum();
        if (!recording.whole()) {
            errors.println(input + " ends in the middle, after " + events + " events: its controller was killed");
        }
        if (!compares) {
            errors.println(events + " events; there is no " + output + " to compare with");
            return 0;
        }
        Optional<String> difference = difference(Files.readString(output), now, recording.whole());
        difference.ifPresent(out::print);
        errors.println(events + " events; "
                + (difference.isPresent() ? "what they lead to differs from " : "they lead to what is in ")
                + output);
        return difference.isPresent() ? DIFFERS : 0;
    }

    /** Of a recording that was cut off, as far as both go. */
    private static Optional<String> difference(String recorded, String now, boolean whole) {
        if (whole && recorded.endsWith("\n]\n")) {
            return Difference.of(recorded, now);
        }
        String open = now.substring(0, now.length() - "\n]\n".length());
        int both = Math.min(recorded.length(), open.length());
        return Difference.of(recorded.substring(0, both), open.substring(0, both));
    }
}
