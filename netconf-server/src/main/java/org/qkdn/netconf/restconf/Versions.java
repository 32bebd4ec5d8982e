package org.qkdn.netconf.restconf;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
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

    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    // tags of an earlier run must not match
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private long count;
    private Optional<ContainerNode> seen = Optional.empty();
    private Version current = new Version("", Instant.EPOCH);

    /** Of a configuration that is, or is about to be changed. */
    @SuppressWarnings("ReferenceEquality") // spares a comparison node by node at each request
    synchronized Version of(ContainerNode running) {
        if (seen.isEmpty()
                || (seen.orElseThrow() != running && !seen.orElseThrow().equals(running))) {
            current = new Version('"' + run + "-" + ++count + '"', Instant.now());
        }
        seen = Optional.of(running);
        return current;
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
