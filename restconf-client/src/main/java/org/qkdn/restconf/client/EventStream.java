package org.qkdn.restconf.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Notification;
import org.qkdn.netconf.client.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * Notifications as server-sent events: each an {@code ietf-restconf:notification} (RFC 8040 6.4), in JSON or XML. Opened
 * again where it ends, for many servers end what was silent for a while; what comes then has a number that tells of a gap.
 */
public final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int MOST_CHARACTERS = 1 << 20;

    /** One that ended sooner is not opened again: the server does not want to be listened to. */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    /** Connects to the stream. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    private final String address;
    private final Opening opening;
    private final SessionListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile InputStream in;
    private long count;

    private EventStream(String address, Opening opening, InputStream in, SessionListener listener) {
        this.address = address;
        this.opening = opening;
        this.in = in;
        this.listener = listener;
    }

    /** Throws where it cannot be opened the first time. */
    static EventStream of(String address, Opening opening, SessionListener listener) throws IOException {
        final var stream = new EventStream(address, opening, opening.open(), listener);
        final var ignored = Thread.ofVirtual().name("events-" + address).start(stream::run);
        return stream;
    }

    @Override
    public void close() {
        end("closed");
        try {
            in.close();
        } catch (IOException e) {
            LOG.debug("{}: event stream: {}", address, e.getMessage());
        }
    }

    private void run() {
        try {
            for (var opened = System.nanoTime(); listen(); opened = System.nanoTime()) {
                if (System.nanoTime() - opened < SHORTEST_LIFE.toNanos()) {
                    end("the server ended its event stream");
                    return;
                }
                in = opening.open();
                count++;
            }
        } catch (IOException | RuntimeException e) {
            end("the event stream broke: " + e.getMessage());
        }
    }

    /** To the stream's end; false where nobody wants to hear more. */
    private boolean listen() throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            final var data = new StringBuilder();
            for (var line = line(reader); line.isPresent() && !ended.get(); line = line(reader)) {
                take(line.get(), data);
            }
        }
        return !ended.get();
    }

    private void end(String reason) {
        if (ended.compareAndSet(false, true)) {
            listener.closed(reason);
        }
    }

    /** Only data matters; its lines belong together up to an empty one. */
    private void take(String line, StringBuilder data) throws IOException {
        if (line.startsWith("data:")) {
            data.append(line, line.startsWith("data: ") ? 6 : 5, line.length()).append('\n');
            if (data.length() > MOST_CHARACTERS) {
                throw new IOException("a notification is longer than " + MOST_CHARACTERS + " characters");
            }
        } else if (line.isEmpty() && !data.isEmpty()) {
            notify(data.toString().strip());
            data.setLength(0);
        }
    }

    private void notify(String text) {
        count++;
        try {
            final var answer = Trees.read(text.getBytes(StandardCharsets.UTF_8), text.startsWith("<") ? "xml" : "json");
            final var notification = Dom.child(answer, "notification").orElse(answer);
            Dom.children(notification).stream()
                    .filter(child -> !child.getLocalName().equals("eventTime"))
                    .findFirst()
                    .ifPresent(body -> listener.notified(new Notification(count, eventTime(notification), body)));
        } catch (IOException e) {
            // its number is missing from now on, so that the device is read
            LOG.warn("{}: a notification cannot be read: {}", address, e.getMessage());
        }
    }

    private static Optional<Instant> eventTime(Element notification) {
        return Dom.text(notification, "eventTime").flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /** Without its end; empty at the end of all. */
    private static Optional<String> line(BufferedReader reader) throws IOException {
        final var line = new StringBuilder();
        for (int c = reader.read(); ; c = reader.read()) {
            if (c < 0) {
                return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
            }
            if (c == '\n') {
                return Optional.of(line.toString());
            }
            if (c != '\r') {
                line.append((char) c);
            }
            if (line.length() > MOST_CHARACTERS) {
                throw new IOException("a line is longer than " + MOST_CHARACTERS + " characters");
            }
        }
    }
}
