package org.qkdn.optical;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.qkdn.netconf.client.Timing;

/** A switch that is talked to in text over TCP, by user admin with password root where there is a login. */
abstract class EmulatedText implements Emulated {
    protected final Fabric fabric;
    private final Optional<TestCertificate> secured;
    private final List<Socket> sessions = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    /** {@code secured}: over TLS with this certificate, as a tunnel in front of the switch has it; else plain. */
    EmulatedText(Fabric fabric, Optional<TestCertificate> secured) throws IOException {
        this.fabric = fabric;
        this.secured = secured;
        start();
    }

    /** The character that ends a request. */
    abstract char end();

    /** One session's memory. */
    abstract Session begin();

    interface Session {
        /** The answer, with whatever ends it; empty: none. */
        String answer(String request);
    }

    abstract OpticalSwitch open(SwitchTarget target, SwitchListener listener, Timing timing) throws IOException;

    private void start() throws IOException {
        final var loopback = InetAddress.getLoopbackAddress();
        server = secured.isPresent()
                ? secured.get().server().getServerSocketFactory().createServerSocket(0, 10, loopback)
                : new ServerSocket(0, 10, loopback);
        final var listening = server;
        Thread.ofVirtual().start(() -> accept(listening));
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                final var session = listening.accept();
                session.setTcpNoDelay(true);
                sessions.add(session);
                Thread.ofVirtual().start(() -> serve(session));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        final var session = begin();
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            final var request = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == end()) {
                    final var answer = answer(session, request.toString().strip(), socket);
                    request.setLength(0);
                    send(out, answer);
                } else {
                    request.append((char) c);
                }
            }
        } catch (IOException e) {
            // the other end is gone, or shall believe that we are
        } finally {
            sessions.remove(socket);
        }
    }

    private static String answer(Session session, String request, Socket socket) throws IOException {
        try {
            return session.answer(request);
        } catch (Fabric.Lost lost) {
            if (lost.silent) {
                // the line stays open until the driver gives up, and whatever it says, nothing is answered
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
            throw new IOException("lost", lost);
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        synchronized (out) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }

    /** To all sessions. */
    protected final void sendAll(String text) {
        for (var session : sessions) {
            try {
                send(session.getOutputStream(), text);
            } catch (IOException e) {
                // that one has ended
            }
        }
    }

    @Override
    public final OpticalSwitch open(SwitchListener listener, Timing timing) throws IOException {
        return open(target("root"), listener, timing);
    }

    @Override
    public final OpticalSwitch openWrongly(SwitchListener listener, Timing timing) throws IOException {
        return open(target(OpticalSwitchContract.WRONG_PASSWORD), listener, timing);
    }

    private SwitchTarget target(String password) {
        return new SwitchTarget(
                "127.0.0.1",
                server.getLocalPort(),
                secured.map(certificate -> new SwitchTarget.Pin(certificate.keys(), certificate.fingerprint())),
                new Login("admin", password));
    }

    @Override
    public final int port() {
        return server.getLocalPort();
    }

    @Override
    public final void restart() throws IOException {
        close();
        start();
    }

    @Override
    public final boolean holdsSession() {
        return true;
    }

    @Override
    public final void close() {
        try {
            server.close();
            for (var session : sessions) {
                session.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
