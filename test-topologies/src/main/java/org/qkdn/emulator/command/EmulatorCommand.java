package org.qkdn.emulator.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends one command to a running emulator: {@code EmulatorCommand [--state DIR] COMMAND...}. Exit code 0: done; 2: refused,
 * or no emulator runs there.
 */
public final class EmulatorCommand {
    private EmulatorCommand() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        var words = new ArrayList<>(arguments);
        var state = Path.of("state");
        if (words.size() >= 2 && words.getFirst().equals("--state")) {
            state = Path.of(words.get(1));
            words.subList(0, 2).clear();
        }
        if (words.isEmpty()) {
            usage(err);
            return 2;
        }
        if (words.getFirst().equals("--help")) {
            usage(out);
            return 0;
        }
        try {
            var socket = state.toAbsolutePath().normalize().resolve("emulator.sock");
            EmulatorClient.send(socket, String.join(" ", words)).forEach(out::println);
            return 0;
        } catch (IOException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static void usage(PrintStream stream) {
        stream.println("usage: ./qkdn emu [--state DIR] COMMAND");
        Commands.USAGE.forEach(line -> stream.println("  " + line));
    }
}
