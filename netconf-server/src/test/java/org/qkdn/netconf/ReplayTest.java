package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.netconf.EditConfigTest.assertError;
import static org.qkdn.netconf.EditConfigTest.assertOk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5277 2.1.1 and 3.3. */
class ReplayTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(folder);
        client = server.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void replaysFromStartTimeThenGoesOn() throws IOException {
        publish("early", NOON.minusSeconds(1));
        publish("a", NOON);
        publish("b", NOON.plusSeconds(60));
        assertOk(subscribe("<startTime>2026-01-01T13:00:00+01:00</startTime>"));
        assertNext("<id>a</id>");
        assertNext("<id>b</id>");
        assertNext("<replayComplete xmlns=\"urn:ietf:params:xml:ns:netmod:notification\"/>");
        publish("live", Instant.now());
        assertNext("<id>live</id>");
    }

    @Test
    void endsAtAStopTimeThatHasPassedAndMaySubscribeAgain() throws IOException {
        publish("a", NOON);
        publish("late", NOON.plusSeconds(60));
        assertOk(subscribe("<startTime>2026-01-01T12:00:00Z</startTime><stopTime>2026-01-01T12:00:30Z</stopTime>"));
        assertNext("<id>a</id>");
        assertNext("<replayComplete");
        assertNext("<notificationComplete xmlns=\"urn:ietf:params:xml:ns:netmod:notification\"/>");
        assertEquals(0, server.notifications().subscribers());
        assertOk(subscribe(""));
        publish("live", Instant.now());
        assertNext("<id>live</id>");
    }

    @Test
    void endsAtAStopTimeToCome() throws IOException {
        final var stop = Instant.now().plus(Duration.ofMillis(700));
        publish("in time", stop);
        assertOk(subscribe("<startTime>2026-01-01T12:00:00Z</startTime><stopTime>" + stop + "</stopTime>"));
        publish("too late", stop.plusMillis(1));
        assertNext("<id>in time</id>");
        assertNext("<replayComplete");
        assertNext("<notificationComplete");
    }

    @Test
    void theFilterHoldsForTheReplayAsWell() throws IOException {
        publish("a", NOON);
        server.notifications().publish(TestServer.notification("link-up", "b"), NOON);
        assertOk(subscribe("<filter type=\"subtree\"><link-up xmlns=\"urn:test:node\"/></filter>"
                + "<startTime>2026-01-01T12:00:00Z</startTime>"));
        assertNext("<id>b</id>");
        assertNext("<replayComplete");
    }

    @Test
    void keepsTheLastOnlyAndSaysSinceWhen() throws IOException {
        for (int i = 0; i < 300; i++) {
            publish("e" + i, NOON.plusSeconds(i));
        }
        final var streams = client.rpc(
                "<get><filter type=\"subtree\"><netconf xmlns=\"urn:ietf:params:xml:ns:netmod:notification\"/></filter></get>");
        assertTrue(streams.contains("<replaySupport>true</replaySupport>"), streams);
        assertTrue(streams.contains("<replayLogCreationTime>"), streams);
        assertTrue(streams.contains("<replayLogAgedTime>" + NOON.plusSeconds(43) + "</replayLogAgedTime>"), streams);
        assertOk(subscribe("<startTime>2026-01-01T12:00:00Z</startTime>"));
        for (int i = 44; i < 300; i++) {
            assertNext("<id>e" + i + "</id>");
        }
        assertNext("<replayComplete");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <startTime>3026-01-01T12:00:00Z</startTime> | bad-element
                    <startTime>noon</startTime> | bad-element
                    <stopTime>2026-01-01T12:00:00Z</stopTime> | missing-element
                    <startTime>2026-01-01T12:00:00Z</startTime><stopTime>2026-01-01T11:00:00Z</stopTime> | bad-element
                    """)
    void refusesTimesThatDoNotGoTogether(String times, String tag) throws IOException {
        assertError(subscribe(times), "protocol", tag);
        assertFalse(subscribe("").contains("rpc-error"));
    }

    private void publish(String id, Instant time) {
        server.notifications().publish(TestServer.notification("link-down", id), time);
    }

    private String subscribe(String content) throws IOException {
        return client.rpc("<create-subscription xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\">" + content
                + "</create-subscription>");
    }

    private void assertNext(String part) throws IOException {
        final var message = client.receive();
        assertTrue(message.contains("<notification") && message.contains(part), message);
    }
}
