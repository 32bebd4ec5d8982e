package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The TCP ports at which a process listens, as Linux tells. */
final class Listeners {
    private static final String LISTENS = "0A";

    private Listeners() {}

    static Set<Integer> of(long pid) throws IOException {
        var process = Path.of("/proc", Long.toString(pid));
        var sockets = new HashSet<String>();
        try (var descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var descriptor : descriptors) {
                try {
                    sockets.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException e) {
                    // closed meanwhile
                }
            }
        }
        var ports = new HashSet<Integer>();
        for (var table : List.of("net/tcp", "net/tcp6")) {
            for (var line : Files.readAllLines(process.resolve(table))) {
                var columns = line.strip().split("\\s+", -1);
                if (columns[3].equals(LISTENS) && sockets.contains("socket:[" + columns[9] + "]")) {
                    ports.add(Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }
}
