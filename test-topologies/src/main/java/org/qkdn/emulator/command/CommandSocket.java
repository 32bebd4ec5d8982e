package org.qkdn.emulator.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands over a Unix domain socket that only its owner may open: one line in, a line {@code ok} or {@code refused}
 * and text out.
 */
final class CommandSocket implements AutoCloseable {
    static final String OK = "ok";
    static final String REFUSED = "refused";

    private static final Logger LOG = LoggerFactory.getLogger(CommandSocket.class);
    /** Of the system's sun_path, without its closing zero. */
    private static final int MAX_PATH_BYTES = 107;

    private static final int MAX_COMMAND = 1000;

    private final Path path;
    private final ServerSocketChannel server;
    private final Function<String, CommandReply> commands;

    private CommandSocket(Path path, ServerSocketChannel server, Function<String, CommandReply> commands) {
        this.path = path;
        this.server = server;
        this.commands = commands;
    }

    /** Serves once this returns. */
    static CommandSocket open(Path path, Function<String, CommandReply> commands) throws IOException {
        requireShort(path);
        if (isServed(path)) {
            throw new IOException(
                    path + " is in use: another emulator runs from this folder; stop it, or use another --state");
        }
        Files.deleteIfExists(path);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            server.close();
            throw new IOException(path + " cannot be made: " + e.getMessage() + ": use another --state", e);
        }
        var socket = new CommandSocket(path, server, commands);
        Thread.ofPlatform().daemon().name("emulator-commands").start(socket::serve);
        return socket;
    }

    static void requireShort(Path path) throws IOException {
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PATH_BYTES) {
            throw new IOException(path + " is too long for a socket (" + bytes + " bytes, " + MAX_PATH_BYTES
                    + " at most): use a shorter --state");
        }
    }

    private static boolean isServed(Path path) throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return client.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    private void serve() {
        while (server.isOpen()) {
            try (var client = server.accept()) {
                answer(client);
            } catch (AsynchronousCloseException e) {
                return;
            } catch (ClosedChannelException e) {
                LOG.debug("a client of the command socket left");
            } catch (IOException e) {
                LOG.warn("a command over {} failed: {}", path, e.toString());
            }
        }
    }

    private void answer(SocketChannel client) throws IOException {
        // closing the reader would close the channel before the answer
        var reader = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8), MAX_COMMAND);
        var line = reader.readLine();
        if (line == null) {
            return;
        }
        var reply = reply(line);
        var text = (reply.done() ? OK : REFUSED) + "\n" + String.join("\n", reply.lines()) + "\n";
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private CommandReply reply(String line) {
        try {
            return commands.apply(line);
        } catch (RuntimeException e) {
            LOG.error("command '{}' failed", line, e);
            return CommandReply.refused("the emulator stumbled over this: see its log");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}
