package org.qkdn.netconf;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the kernel of Linux says that it is about to do about a connection (proc_net_tcp.txt). */
final class KernelTimer {
    private static final String KEEP_ALIVE = "02";
    private static final long TICKS_PER_SECOND = 100;

    private KernelTimer() {}

    /** When the next keep-alive is due at the server's end of the client's connection, if one is. */
    static Optional<Duration> keepAliveOf(int serverPort, Socket client) throws IOException {
        final var ends = List.of(hex(serverPort), hex(client.getLocalPort()));
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            final var file = Path.of(table);
            for (var line : Files.isReadable(file) ? Files.readAllLines(file) : List.<String>of()) {
                final var columns = List.of(line.trim().split("\\s+"));
                if (ends.equals(List.of(port(columns.get(1)), port(columns.get(2))))) {
                    final var timer = List.of(columns.get(5).split(":"));
                    return timer.getFirst().equals(KEEP_ALIVE)
                            ? Optional.of(
                                    Duration.ofMillis(Long.parseLong(timer.getLast(), 16) * 1000 / TICKS_PER_SECOND))
                            : Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static String hex(int port) {
        return String.format(Locale.ROOT, "%04X", port);
    }

    private static String port(String address) {
        return address.substring(address.indexOf(':') + 1);
    }
}
