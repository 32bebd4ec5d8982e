package org.qkdn.emulator.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process has open, counted: a connection by the port that was dialled, which is lower than any that the system
 * hands out; a file by its name without the numbers in it.
 */
final class OpenFiles {
    private OpenFiles() {}

    static Map<String, Integer> of(long pid) throws IOException {
        var process = Path.of("/proc", Long.toString(pid));
        var open = new TreeMap<String, Integer>();
        try (var descriptors = Files.list(process.resolve("fd"))) {
            var targets = descriptors.map(OpenFiles::target).toList();
            // read after the links, so that a socket that was there has its line unless it ended
            var sockets = sockets(process);
            for (var target : targets) {
                var kind = target.startsWith("socket:")
                        ? sockets.getOrDefault(target, "a socket without connection")
                        : target.replaceAll("[0-9]+", "#");
                open.merge(kind, 1, Integer::sum);
            }
        }
        open.remove("");
        return open;
    }

    /** Empty where it was closed just now. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, String> sockets(Path process) throws IOException {
        var sockets = new HashMap<String, String>();
        for (var table : new String[] {"net/tcp", "net/tcp6"}) {
            for (var line : Files.readAllLines(process.resolve(table))) {
                var columns = line.strip().split("\\s+", -1);
                if (columns[0].endsWith(":")) {
                    int local = port(columns[1]);
                    int remote = port(columns[2]);
                    var kind = remote == 0
                            ? "a listener at port " + local
                            : "a connection at port " + Math.min(local, remote);
                    sockets.put("socket:[" + columns[9] + "]", kind);
                }
            }
        }
        for (var line : Files.readAllLines(process.resolve("net/unix"))) {
            sockets.put("socket:[" + line.strip().split("\\s+", -1)[6] + "]", "a local socket");
        }
        return sockets;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }
}
