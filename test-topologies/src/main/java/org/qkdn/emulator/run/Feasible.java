package org.qkdn.emulator.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.qkdn.emulator.network.PortPlan;

/** What can be told before anything is started. */
public final class Feasible {
    private static final Path LOCAL_PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final BigDecimal MOST = BigDecimal.valueOf(10_000);

    private Feasible() {}

    public static void speed(BigDecimal speed) throws RunFailure {
        if (speed.signum() <= 0 || speed.compareTo(MOST) > 0) {
            throw new RunFailure("--speed " + speed + ": give a number above 0, " + MOST + " at most");
        }
    }

    /**
     * A port that somebody else holds is named before anything is started.
     *
     * @param members of a cluster of controllers; none where there is one controller
     */
    public static void ports(PortPlan ports, int members) throws RunFailure, IOException {
        free(ports.all());
        for (int number = 1; number <= members; number++) {
            free(ports.member(number).all());
        }
    }

    private static void free(List<Integer> ports) throws RunFailure, IOException {
        for (int port : ports) {
            try (var probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (BindException e) {
                throw new RunFailure(
                        "port " + port + " is in use: stop what listens there, or choose other ports by --port-base",
                        e);
            }
        }
    }

    /** What to tell where ports are of those that the system gives to connections. */
    public static Optional<String> advice(PortPlan ports) throws IOException {
        if (!Files.isReadable(LOCAL_PORTS)) {
            return Optional.empty();
        }
        // with a buffer: the kernel gives the line to the first read alone, whole or not
        try (var reader = Files.newBufferedReader(LOCAL_PORTS)) {
            return advice(ports, reader.readLine());
        }
    }

    static Optional<String> advice(PortPlan ports, String localPorts) {
        var range = localPorts.strip().split("\\s+", -1);
        int first = Integer.parseInt(range[0]);
        int last = Integer.parseInt(range[1]);
        int end = ports.base() + PortPlan.SIZE;
        if (end <= first || ports.base() > last) {
            return Optional.empty();
        }
        return Optional.of("ports " + ports.base() + " to " + (end - 1)
                + " are of those that the system gives to connections (" + first + " to " + last
                + "): one may be taken while a program is started again; --port-base chooses others");
    }
}
