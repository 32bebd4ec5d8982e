package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.netconf.restconf.RestconfLimits;

/** A client that asks for too much, or too slowly, harms nobody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestconfLimitsTest {
    private static final RestconfLimits SMALL = new RestconfLimits(
            4,
            Duration.ofSeconds(10),
            Duration.ofMillis(400),
            Duration.ofMillis(1500),
            Duration.ofMillis(300),
            1000,
            50);

    private RestconfUnderTest server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = RestconfUnderTest.start(folder, SMALL);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private SSLSocket connect() throws Exception {
        final var socket = (SSLSocket) server.certificates()
                .client("operator")
                .getSocketFactory()
                .createSocket("127.0.0.1", server.server().port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String read(SSLSocket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        }
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        try (var client = server.connect("operator")) {
            final var refused = client.json("PUT", "/restconf/data", "{" + " ".repeat(1000) + "}");
            assertEquals(413, refused.statusCode());
            assertTrue(refused.body().contains("\"error-tag\":\"too-big\""), refused.body());
        }
        try (var socket = connect()) {
            write(
                    socket,
                    "PUT /restconf/data HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n");
            assertTrue(read(socket).startsWith("HTTP/1.1 413 "));
        }
    }

    @Test
    void aHeaderThatIsTooLargeIsRefused() throws Exception {
        try (var client = server.connect("operator")) {
            assertEquals(
                    431, client.get("/restconf", "X-Long", "x".repeat(20_000)).statusCode());
            assertEquals(414, client.get("/restconf?" + "x".repeat(20_000)).statusCode());
        }
    }

    @Test
    void aRequestThatTricklesIsGivenUp() throws Exception {
        try (var socket = connect()) {
            write(socket, "PUT /restconf/data HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{");
            assertEquals("", read(socket));
        }
    }

    @Test
    void aConnectionThatRestsIsClosedButNoEventStream() throws Exception {
        try (var resting = connect();
                var following = connect()) {
            write(following, "GET /restconf/streams/NETCONF/json HTTP/1.1\r\nHost: x\r\n\r\n");
            final var in = following.getInputStream();
            resting.startHandshake();
            assertEquals("", read(resting));
            server.netconf()
                    .notifications()
                    .publish(TestServer.notification("link-up", "still there"), java.time.Instant.now());
            final var heard = new StringBuilder();
            while (heard.indexOf("still there") < 0) {
                final int next = in.read();
                assertTrue(next >= 0, heard::toString);
                heard.append((char) next);
            }
        }
    }

    @Test
    @Timeout(60)
    void aClientThatDoesNotReadItsEventsIsLetGo() throws Exception {
        try (var deaf = connect()) {
            write(deaf, "GET /restconf/streams/NETCONF/json HTTP/1.1\r\nHost: x\r\n\r\n");
            assertEquals('H', deaf.getInputStream().read());
            final var text = "x".repeat(200_000);
            while (server.netconf().notifications().subscribers() > 0) {
                server.netconf()
                        .notifications()
                        .publish(TestServer.notification("link-up", text), java.time.Instant.now());
                Thread.sleep(2);
            }
        }
    }

    @Test
    void nonsenseIsRefused() throws Exception {
        try (var socket = connect()) {
            write(socket, "NONSENSE\r\n\r\n");
            assertTrue(read(socket).startsWith("HTTP/1.1 400 "));
        }
    }
}
