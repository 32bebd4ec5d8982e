package org.qkdn.emulator.command;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Sends commands to a running emulator. */
public final class EmulatorClient {
    private EmulatorClient() {}

    /**
     * Sends one command and waits for its answer.
     *
     * @return the lines of the answer
     * @throws IOException with what the emulator says where it refuses, or why it cannot be reached
     */
    public static List<String> send(Path socket, String command) throws IOException {
        CommandSocket.requireShort(socket);
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connect(channel, socket);
            var bytes = ByteBuffer.wrap((command.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.shutdownOutput();
            var answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            var text = answer.stream().skip(1).toList();
            if (answer.isEmpty() || !answer.getFirst().equals(CommandSocket.OK)) {
                throw new IOException(String.join(System.lineSeparator(), text));
            }
            return text;
        }
    }

    private static void connect(SocketChannel channel, Path socket) throws IOException {
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new IOException("no emulator listens at " + socket + ": start it with ./qkdn run", e);
        }
    }
}
