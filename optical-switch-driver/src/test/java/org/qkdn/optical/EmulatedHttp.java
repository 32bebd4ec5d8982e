package org.qkdn.optical;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.qkdn.netconf.client.Timing;

/** A switch with an HTTP server in it that wants user admin and password root. */
abstract class EmulatedHttp implements Emulated {
    static {
        // else each answer waits 40 ms for the acknowledgement of its head
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    protected final Fabric fabric;
    private final Optional<TestCertificate> secured;
    private HttpServer server;

    /** {@code secured}: over TLS with this certificate, else plain. */
    EmulatedHttp(Fabric fabric, Optional<TestCertificate> secured) throws IOException {
        this.fabric = fabric;
        this.secured = secured;
        start();
    }

    /** An answer: status and body. */
    record Answer(int status, String body) {}

    abstract Answer answer(String method, String path, String body) throws IOException;

    abstract OpticalSwitch open(SwitchTarget target, Timing timing) throws IOException;

    private void start() throws IOException {
        final var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (secured.isPresent()) {
            final var https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(secured.get().server()));
            server = https;
        } else {
            server = HttpServer.create(address, 0);
        }
        server.setExecutor(Thread::startVirtualThread);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        final var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        final var right = "Basic " + Base64.getEncoder().encodeToString("admin:root".getBytes(StandardCharsets.UTF_8));
        try {
            send(
                    exchange,
                    right.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                            ? answer(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI().getRawPath(),
                                    body)
                            : new Answer(401, ""));
        } catch (Fabric.Lost lost) {
            if (!lost.silent) {
                exchange.close();
            }
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        final var text = fabric.garbled ? "<html>Welcome" : answer.body();
        final var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/yang-data+json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public final OpticalSwitch open(SwitchListener listener, Timing timing) throws IOException {
        return open(target("root"), timing);
    }

    @Override
    public final OpticalSwitch openWrongly(SwitchListener listener, Timing timing) throws IOException {
        return open(target(OpticalSwitchContract.WRONG_PASSWORD), timing);
    }

    private SwitchTarget target(String password) {
        return new SwitchTarget(
                "127.0.0.1",
                port(),
                secured.map(certificate -> new SwitchTarget.Pin(certificate.keys(), certificate.fingerprint())),
                new Login("admin", password));
    }

    @Override
    public final int port() {
        return server.getAddress().getPort();
    }

    @Override
    public final void restart() throws IOException {
        close();
        start();
    }

    @Override
    public final void tell() {
        // there are no events that we use
    }

    @Override
    public final boolean holdsSession() {
        return false;
    }

    @Override
    public final void close() {
        server.stop(0);
    }
}
