package org.qkdn.emulator.command;

import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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
            return send(state, String.join(" ", words), out, err);
        } catch (IOException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static void usage(PrintStream stream) {
        stream.println("usage: ./qkdn emu [--state DIR] COMMAND");
        Commands.USAGE.forEach(line -> stream.println("  " + line));
    }

    private static int send(Path state, String command, PrintStream out, PrintStream err) throws IOException {
        var path = state.toAbsolutePath().normalize().resolve("emulator.sock");
        CommandSocket.requireShort(path);
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connect(channel, path);
            var bytes = ByteBuffer.wrap((command.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.shutdownOutput();
            var answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            boolean done = !answer.isEmpty() && answer.getFirst().equals(CommandSocket.OK);
            answer.stream().skip(1).forEach(done ? out::println : err::println);
            return done ? 0 : 2;
        }
    }

    private static void connect(SocketChannel channel, Path path) throws IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            throw new IOException("no emulator listens at " + path + ": start it with ./qkdn run", e);
        }
    }
}
