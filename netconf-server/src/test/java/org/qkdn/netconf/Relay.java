package org.qkdn.netconf;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network between one client and a server. When it is cut, neither hears anything more, not even that it is over. */
final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** How the server's end of the connection comes about. */
    @FunctionalInterface
    private interface ServerEnd {
        Socket open() throws IOException;
    }

    private final ServerSocket clients;
    private final Optional<ServerSocket> calls;
    private final ServerEnd serverEnd;
    private final AtomicInteger sent = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean cut;

    private Relay(ServerSocket clients, Optional<ServerSocket> calls, ServerEnd serverEnd) {
        this.clients = clients;
        this.calls = calls;
        this.serverEnd = serverEnd;
        Thread.ofVirtual().start(this::run);
    }

    static Relay to(int port) throws IOException {
        return new Relay(door(), Optional.empty(), () -> new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** For a server that calls home: it comes to {@link #callPort()}, the client to {@link #port()}. */
    static Relay ofCalls() throws IOException {
        final var calls = door();
        return new Relay(door(), Optional.of(calls), calls::accept);
    }

    int port() {
        return clients.getLocalPort();
    }

    int callPort() {
        return calls.orElseThrow().getLocalPort();
    }

    /** How many times the client has sent something. */
    int sent() {
        return sent.get();
    }

    void cut() {
        cut = true;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        clients.close();
        if (calls.isPresent()) {
            calls.orElseThrow().close();
        }
    }

    private static ServerSocket door() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private void run() {
        try (var client = clients.accept();
                var server = serverEnd.open()) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pass(client, server, sent));
            Thread.ofVirtual().start(() -> pass(server, client, new AtomicInteger()));
            closed.await();
        } catch (IOException e) {
            LOG.debug("Nobody is connected: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to, AtomicInteger count) {
        final var piece = new byte[8192];
        try {
            for (int length = from.getInputStream().read(piece); length >= 0 && !cut; ) {
                to.getOutputStream().write(piece, 0, length);
                count.incrementAndGet();
                length = from.getInputStream().read(piece);
            }
            if (!cut) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            LOG.debug("The connection has ended: {}", e.getMessage());
        }
    }
}
