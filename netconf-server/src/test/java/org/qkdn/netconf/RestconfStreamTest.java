package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications as server-sent events (RFC 8040 6). */
class RestconfStreamTest {
    private static final String STREAM = "/restconf/streams/NETCONF/json";

    private RestconfUnderTest server;
    private RestconfClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = RestconfUnderTest.start(folder);
        client = server.connect("guest");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Iterator<String> follow(String path) throws IOException {
        final HttpResponse<Stream<String>> answer = client.exchange(
                HttpRequest.newBuilder(URI.create(client.base() + path))
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        assertEquals(200, answer.statusCode());
        assertEquals(
                "text/event-stream", answer.headers().firstValue("Content-Type").orElse(""));
        return answer.body().filter(line -> line.startsWith("data: ")).iterator();
    }

    private void publish(String name, String id) {
        server.netconf()
                .notifications()
                .publish(TestServer.notification(name, id), Instant.parse("2026-01-01T00:00:0" + id + "Z"));
    }

    @Test
    void hearsWhatHappens() throws IOException {
        final var events = follow(STREAM);
        publish("link-up", "1");
        assertEquals(
                "data: {\"ietf-restconf:notification\":{\"eventTime\":\"2026-01-01T00:00:01Z\","
                        + "\"test-node:link-up\":{\"id\":\"1\"}}}",
                events.next());
        publish("link-down", "2");
        assertTrue(events.next().contains("\"test-node:link-down\":{\"id\":\"2\"}"));
    }

    @Test
    void hearsXml() throws IOException {
        final var events = follow("/restconf/streams/NETCONF/xml");
        publish("link-up", "1");
        final var event = events.next();
        assertTrue(event.contains("<link-up xmlns=\"urn:test:node\"><id>1</id></link-up>"), event);
    }

    @Test
    void replaysWhatWasAndGoesOn() throws IOException {
        for (var id : List.of("1", "2", "3")) {
            publish("link-up", id);
        }
        final var events = follow(STREAM + "?start-time=2026-01-01T01:00:02%2B01:00");
        publish("link-up", "4");
        for (var id : List.of("2", "3", "4")) {
            assertTrue(events.next().contains("\"id\":\"" + id + "\""));
        }
    }

    @Test
    void endsAtItsStopTime() throws IOException {
        for (var id : List.of("1", "2", "3")) {
            publish("link-up", id);
        }
        final var events = follow(STREAM + "?start-time=2026-01-01T00:00:01Z&stop-time=2026-01-01T00:00:02Z");
        assertTrue(events.next().contains("\"id\":\"1\""));
        assertTrue(events.next().contains("\"id\":\"2\""));
        assertEquals(false, events.hasNext());
    }

    @Test
    void filters() throws IOException {
        final var events = follow(STREAM + "?filter=/test-node:link-down%5Btest-node:id='2'%5D");
        publish("link-up", "1");
        publish("link-down", "1");
        publish("link-down", "2");
        assertTrue(events.next().contains("\"test-node:link-down\":{\"id\":\"2\"}"));
    }

    @Test
    void whatARuleHidesIsNotHeard() throws Exception {
        try (var operator = server.connect("operator")) {
            final var rules = operator.json("PUT", "/restconf/data/ietf-netconf-acm:nacm", """
                    {"ietf-netconf-acm:nacm": {"rule-list": [{"name": "quiet", "group": ["read-only"], "rule": [
                      {"name": "up", "notification-name": "link-up", "access-operations": "read", "action": "deny"}]}]}}""");
            assertEquals(201, rules.statusCode(), rules::body);
        }
        final var events = follow(STREAM);
        publish("link-up", "1");
        publish("link-down", "2");
        assertTrue(events.next().contains("link-down"));
    }

    @Test
    void refusesTimesThatCannotBe() throws IOException {
        for (var query : List.of(
                "?start-time=yesterday",
                "?start-time=2126-01-01T00:00:00Z",
                "?stop-time=2026-01-01T00:00:00Z",
                "?start-time=2026-01-01T00:00:01Z&stop-time=2026-01-01T00:00:00Z",
                "?colour=red")) {
            assertEquals(
                    400,
                    client.get(STREAM + query, "Accept", "text/event-stream").statusCode());
        }
        assertEquals(404, client.get("/restconf/streams/OTHER/json").statusCode());
        assertEquals(406, client.get(STREAM, "Accept", RestconfClient.JSON).statusCode());
        assertEquals(405, client.send("PUT", STREAM, "").statusCode());
    }
}
