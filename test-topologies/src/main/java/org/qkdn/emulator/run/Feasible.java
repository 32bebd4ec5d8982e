package org.qkdn.emulator.run;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.qkdn.emulator.network.PortPlan;

/** What can be told before anything is started. */
public final class Feasible {
    private static final BigDecimal MOST = BigDecimal.valueOf(10_000);

    private Feasible() {}

    public static void speed(BigDecimal speed) throws RunFailure {
        if (speed.signum() <= 0 || speed.compareTo(MOST) > 0) {
            throw new RunFailure("--speed " + speed + ": give a number above 0, " + MOST + " at most");
        }
    }

    /** A port that somebody else holds is named before anything is started. */
    public static void ports(PortPlan ports) throws RunFailure, IOException {
        for (int port : ports.all()) {
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
}
