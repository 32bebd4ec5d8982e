package org.qkdn.netconf.restconf;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;

/**
 * The entity tag and the time of the last change of the configuration (RFC 8040 3.4.1). The times are when a change was first seen here,
 * for others than this server write as well.
 */
final class Versions {
    /** One state of the configuration. */
    record Version(String tag, Instant since) {
        /** As HTTP writes it: in whole seconds. */
        String lastModified() {
            return HTTP_DATE.format(since.atOffset(ZoneOffset.UTC));
        }

        boolean isUnchangedSince(Instant time) {
            return !since.truncatedTo(ChronoUnit.SECONDS).isAfter(time);
        }
    }

    private static final int MOST_SEEN = 8;
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    // tags of an earlier run must not match
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private long count;
    // the newest first; a slow reader may still ask for an earlier one
    private final Deque<Seen> seen = new ArrayDeque<>();

    private record Seen(ContainerNode root, Version version) {}

    /** Of a configuration that is, was a moment ago, or is about to be changed. */
    @SuppressWarnings("ReferenceEquality") // spares a comparison node by node at each request
    synchronized Version of(ContainerNode running) {
        final var known = seen.stream().filter(one -> one.root() == running).findFirst();
        if (known.isPresent()) {
            return known.orElseThrow().version();
        }
        final var newest = Optional.ofNullable(seen.peekFirst());
        final var version = newest.filter(one -> one.root().equals(running))
                .map(Seen::version)
                .orElseGet(() -> new Version('"' + run + "-" + ++count + '"', Instant.now()));
        seen.addFirst(new Seen(running, version));
        if (seen.size() > MOST_SEEN) {
            seen.removeLast();
        }
        return version;
    }

    static Optional<Instant> time(String httpDate) {
        try {
            return Optional.of(ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
