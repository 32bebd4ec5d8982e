package org.qkdn.netconf.session;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.filter.Filter;

/** What create-subscription asks for (RFC 5277 2.1.1). */
record SubscriptionTerms(Optional<Filter> filter, Optional<Instant> start, Optional<Instant> stop) {
    static SubscriptionTerms of(Call call, Set<String> streams) throws NetconfError {
        final var stream = text(call, "stream");
        if (!stream.map(streams::contains).orElse(true)) {
            throw NetconfError.protocol(ErrorTag.INVALID_VALUE, "there is no stream " + stream.orElseThrow())
                    .withInfo("bad-element", "stream");
        }
        final var start = time(call, "startTime");
        final var stop = time(call, "stopTime");
        if (start.isPresent() && start.orElseThrow().isAfter(Instant.now())) {
            throw bad("startTime", "startTime is in the future");
        }
        if (stop.isPresent() && start.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.MISSING_ELEMENT, "stopTime needs a startTime")
                    .withInfo("bad-element", "startTime");
        }
        if (stop.isPresent() && stop.orElseThrow().isBefore(start.orElseThrow())) {
            throw bad("stopTime", "stopTime is before startTime");
        }
        // ncclient sends the filter in the base namespace
        final var own = Filter.of(call.operation(), Dispatcher.NOTIFICATION);
        final var filter = own.isPresent() ? own : Filter.of(call.operation(), Dom.BASE);
        return new SubscriptionTerms(filter, start, stop);
    }

    boolean covers(Instant time) {
        return start.map(from -> !time.isBefore(from)).orElse(true)
                && stop.map(until -> !time.isAfter(until)).orElse(true);
    }

    private static Optional<Instant> time(Call call, String name) throws NetconfError {
        final var text = text(call, name);
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeParseException e) {
            throw bad(name, name + " is no time such as 2027-01-31T00:00:00Z: '" + text.orElse("") + "'");
        }
    }

    private static NetconfError bad(String element, String message) {
        return NetconfError.protocol(ErrorTag.BAD_ELEMENT, message).withInfo("bad-element", element);
    }

    private static Optional<String> text(Call call, String name) {
        return Dom.child(call.operation(), Dispatcher.NOTIFICATION, name)
                .map(element -> element.getTextContent().strip());
    }
}
