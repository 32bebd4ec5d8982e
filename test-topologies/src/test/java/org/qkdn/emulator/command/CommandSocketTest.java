package org.qkdn.emulator.command;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandSocketTest {
    @TempDir
    private Path state;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void carriesACommandAndItsAnswer() throws IOException {
        try (var socket = CommandSocket.open(
                state.resolve("emulator.sock"), line -> new CommandReply(true, List.of("heard", line)))) {
            assertEquals(0, run("cut-span", "QUEVEDO-NORTE"));
            assertEquals("heard\ncut-span QUEVEDO-NORTE\n", text(out));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path())));
        }
        assertTrue(Files.notExists(state.resolve("emulator.sock")));
    }

    @Test
    void aRefusalGoesToTheStandardErrorWithExitCodeTwo() throws IOException {
        var socket = CommandSocket.open(state.resolve("emulator.sock"), line -> CommandReply.refused("no such span"));
        try (socket) {
            assertEquals(2, run("cut-span", "X"));
            assertEquals("no such span\n", text(err));
            assertEquals("", text(out));
        }
    }

    @Test
    void withoutAnEmulatorTheClientSaysWhatToDo() {
        assertEquals(2, run("status"));
        assertEquals(
                "no emulator listens at " + state.resolve("emulator.sock") + ": start it with ./qkdn run\n", text(err));
    }

    @Test
    void twoEmulatorsCannotShareAStateFolder() throws IOException {
        var path = state.resolve("emulator.sock");
        try (var socket = CommandSocket.open(path, CommandReply::done)) {
            var error = assertThrows(IOException.class, () -> CommandSocket.open(socket.path(), CommandReply::done));
            assertTrue(error.getMessage().startsWith(path + " is in use: another emulator"), error.getMessage());
        }
    }

    @Test
    void aSocketThatAKilledEmulatorLeftIsReplaced() throws IOException {
        var path = state.resolve("emulator.sock");
        try (var left = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            left.bind(java.net.UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));
        try (var socket = CommandSocket.open(path, CommandReply::done)) {
            assertEquals(0, run("status"), socket.path().toString());
        }
    }

    @Test
    void aPathTooLongForASocketIsNamed() {
        var path = Path.of("/" + "x".repeat(120) + "/emulator.sock");
        var error = assertThrows(IOException.class, () -> CommandSocket.open(path, CommandReply::done));
        assertEquals(
                path + " is too long for a socket (135 bytes, 107 at most): use a shorter --state", error.getMessage());
    }

    private int run(String... command) {
        var arguments = new ArrayList<>(List.of("--state", state.toString()));
        arguments.addAll(List.of(command));
        return EmulatorCommand.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
