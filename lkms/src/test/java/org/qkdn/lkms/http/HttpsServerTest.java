package org.qkdn.lkms.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.TestPki;

/** What an HTTPS server bears of clients that mean no good. The API behind it answers everything with 200. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpsServerTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    private TestPki pki;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> audited = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws Exception {
        pki = new TestPki(directory);
    }

    @AfterEach
    void stop() throws Exception {
        for (var one : opened.reversed()) {
            one.close();
        }
    }

    private static FullHttpResponse ok(String text) {
        var body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        response.headers().set("content-length", body.readableBytes());
        return response;
    }

    private static final class Echo implements HttpApi {
        @Override
        public boolean serves(String path) {
            return true;
        }

        @Override
        public CompletableFuture<FullHttpResponse> answer(HttpCall call) {
            return CompletableFuture.completedFuture(ok(call.sae() + " " + call.path()));
        }
    }

    private HttpsServer server(ServerLimits limits) throws Exception {
        var server = HttpsServer.start(
                "test",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                pki.identity("lkms-A").nettyServer(),
                session -> Optional.of("sae"),
                (event, facts) -> audited.add(event + ": " + facts.get("reason")),
                List.of(new Echo()),
                limits);
        opened.add(server);
        return server;
    }

    private static ServerLimits limits(Duration handshake, Duration request, Duration idle) {
        return new ServerLimits(8, 4, handshake, request, idle, 1000, 16);
    }

    private Socket connect(HttpsServer server) throws Exception {
        var socket = pki.identity("sae")
                .jdkClient("lkms-A")
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        opened.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The answer, up to where the server closes. */
    private String answerTo(HttpsServer server, String request) throws Exception {
        var socket = connect(server);
        write(socket, request);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String until(Socket socket, String end) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static void trickle(Socket socket) {
        assertThrows(IOException.class, () -> {
            while (true) {
                write(socket, "x");
                LockSupport.parkNanos(10_000_000);
            }
        });
    }

    @Test
    void headersThatTrickleEndTheConnection() throws Exception {
        var socket = connect(server(limits(LONG, SHORT, LONG)));
        write(socket, "GET / HTTP/1.1\r\nX: ");
        trickle(socket);
        assertEquals(List.of("request-refused: the request does not arrive in time"), audited);
    }

    @Test
    void bodiesThatTrickleEndTheConnectionAlsoAfterAGoodRequest() throws Exception {
        var socket = connect(server(limits(LONG, SHORT, LONG)));
        write(socket, "GET /first HTTP/1.1\r\n\r\n");
        until(socket, "sae /first");
        write(socket, "POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n");
        trickle(socket);
    }

    @Test
    void idleConnectionsAreClosed() throws Exception {
        var socket = connect(server(limits(LONG, LONG, SHORT)));
        write(socket, "GET /first HTTP/1.1\r\n\r\n");
        until(socket, "sae /first");
        assertEquals(-1, socket.getInputStream().read());
    }

    @Test
    void handshakeThatDoesNotComeIsNotWaitedFor() throws Exception {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(),
                server(limits(SHORT, LONG, LONG)).port())) {
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals(1, audited.size());
        assertTrue(audited.getFirst().startsWith("connection-refused: TLS: handshake timed out"), audited.getFirst());
    }

    @Test
    void connectionsAreBoundedInAllAndBySae() throws Exception {
        var server = server(limits(LONG, LONG, LONG));
        for (int i = 0; i < 4; i++) {
            var socket = connect(server);
            write(socket, "GET /" + i + " HTTP/1.1\r\n\r\n");
            until(socket, "sae /" + i);
        }
        var fifth = answerTo(server, "GET / HTTP/1.1\r\n\r\n");
        assertTrue(fifth.startsWith("HTTP/1.1 429 "), fifth);
        assertTrue(fifth.contains("{\"message\":\"this SAE has too many connections\"}"), fifth);
        var plain = new ArrayList<Socket>();
        for (int i = 0; i < 5; i++) {
            plain.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
            opened.add(plain.getLast());
            plain.getLast().setSoTimeout(20);
        }
        Eventually.holds(
                "one of nine is closed",
                () -> plain.stream().filter(HttpsServerTest::ended).count() == 1);
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void closedConnectionsMakeRoomForOthers() throws Exception {
        var server = server(limits(LONG, LONG, LONG));
        for (int i = 0; i < 20; i++) {
            var answer = answerTo(server, "GET /x HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void whatIsTooLargeOrNoHttpIsToldSoAndEndsTheConnection() throws Exception {
        var server = server(limits(LONG, LONG, LONG));
        var faults = List.of(
                List.of("413 ", "POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n"),
                List.of("413 ", "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n"),
                List.of(
                        "413 ",
                        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x".repeat(1001)
                                + "\r\n0\r\n\r\n"),
                List.of("414 ", "GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n"),
                List.of("431 ", "GET / HTTP/1.1\r\nX: " + "x".repeat(9000) + "\r\n\r\n"),
                List.of("400 ", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"),
                List.of("400 ", "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
                List.of("400 ", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
                List.of("400 ", "\u0000\u0001\u0002 \u00ff / nonsense\r\n\r\n"));
        for (var fault : faults) {
            var answer = answerTo(server, fault.get(1));
            assertTrue(answer.startsWith("HTTP/1.1 " + fault.get(0)), fault + " got " + answer);
            assertTrue(answer.contains("{\"message\":\""), answer);
        }
        assertEquals(faults.size(), audited.size());
        assertEquals("request-refused: the body is too large", audited.getFirst());
    }

    @Test
    void clientThatExpectsToBeToldIsTold() throws Exception {
        var socket = connect(server(limits(LONG, LONG, LONG)));
        write(socket, "POST /late HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        assertTrue(until(socket, "\r\n\r\n").startsWith("HTTP/1.1 100 Continue"));
        write(socket, "body");
        until(socket, "sae /late");
    }

    @Test
    void chunkedBodiesAreServed() throws Exception {
        var answer = answerTo(
                server(limits(LONG, LONG, LONG)),
                "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
        assertTrue(answer.endsWith("sae /c"), answer);
    }

    /** One at a time, and no more is read while many wait. */
    @Test
    void requestsSentAheadWaitInABoundedQueue() {
        var answers = new ArrayList<CompletableFuture<FullHttpResponse>>();
        var api = new HttpApi() {
            @Override
            public boolean serves(String path) {
                return true;
            }

            @Override
            public CompletableFuture<FullHttpResponse> answer(HttpCall call) {
                answers.add(new CompletableFuture<>());
                return answers.getLast();
            }
        };
        var limits = limits(LONG, LONG, LONG);
        var patience = new Patience(limits);
        var channel = new EmbeddedChannel(
                patience,
                new HttpConnection(
                        List.of(api),
                        any -> Optional.of("sae"),
                        (event, facts) -> audited.add(event),
                        new Clients(limits),
                        patience,
                        16));
        for (int i = 0; i < 16; i++) {
            assertTrue(channel.config().isAutoRead());
            channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/" + i));
        }
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/16"));
        assertFalse(channel.config().isAutoRead());
        for (int i = 0; i < 17; i++) {
            assertEquals(i + 1, answers.size());
            answers.getLast().complete(ok("answer " + i));
            channel.runPendingTasks();
            FullHttpResponse sent = channel.readOutbound();
            assertEquals(HttpResponseStatus.OK, sent.status());
            sent.release();
        }
        assertTrue(channel.config().isAutoRead());
        assertFalse(channel.finish());
    }
}
