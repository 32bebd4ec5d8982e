package org.qkdn.restconf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qkdn.netconf.client.Notification;
import org.qkdn.netconf.client.SessionListener;
import org.w3c.dom.Element;

/** Server-sent events as they come, and what is made of them. */
@Timeout(60)
class EventStreamTest {
    private final List<Notification> heard = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<String> end = new CompletableFuture<>();

    @Test
    void eachEventIsANotificationInEitherEncodingWithItsNumber() throws Exception {
        final var ignored = listen("""
                : comment
                event: anything
                data: {"ietf-restconf:notification": {"eventTime": "2026-01-01T00:00:00Z",
                data: "m:down": {"id": 1}}}

                data: what nobody can read

                data: <notification xmlns="urn:ietf:params:xml:ns:netconf:notification:1.0"><eventTime>soon</eventTime><up/>
                data: </notification>

                """);
        assertEquals(
                List.of("down", "up"),
                heard.stream().map(n -> n.body().getLocalName()).toList());
        assertEquals(List.of(1L, 3L), heard.stream().map(Notification::number).toList());
        assertEquals(
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                heard.getFirst().eventTime());
        assertEquals(Optional.empty(), heard.getLast().eventTime());
    }

    @Test
    void aStreamThatNeverEndsALineIsGivenUp() throws Exception {
        final var reason = listen("data: " + "x".repeat(2 << 20));
        assertTrue(reason.contains("longer than"), reason);
    }

    private String listen(String text) throws Exception {
        final var bytes = text.getBytes(StandardCharsets.UTF_8);
        final var opened = new AtomicBoolean();
        final EventStream.Opening once = () -> {
            if (opened.getAndSet(true)) {
                throw new IOException("once is enough");
            }
            return new ByteArrayInputStream(bytes);
        };
        final var stream = EventStream.of("here", once, new SessionListener() {
            @Override
            public void notified(Element body) {
                // the whole notification is
            }

            @Override
            public void notified(Notification notification) {
                heard.add(notification);
            }

            @Override
            public void closed(String reason) {
                end.complete(reason);
            }
        });
        final var reason = end.get(30, TimeUnit.SECONDS);
        stream.close();
        return reason;
    }
}
