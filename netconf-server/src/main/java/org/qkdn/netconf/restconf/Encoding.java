package org.qkdn.netconf.restconf;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;

/** How data is written (RFC 8040 5.2). */
enum Encoding {
    JSON,
    XML;

    private record Range(String type, double quality) {}

    String mediaType() {
        return "application/yang-data+" + name().toLowerCase(Locale.ROOT);
    }

    /** Of a request's body. */
    static Encoding ofBody(HttpHeaders headers) throws Refusal {
        final var type = Optional.ofNullable(headers.get(HttpHeaderNames.CONTENT_TYPE));
        return type.flatMap(Encoding::named)
                .orElseThrow(() -> new Refusal(
                        HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                        NetconfError.protocol(
                                ErrorTag.INVALID_VALUE,
                                "the body's media type "
                                        + type.map(text -> "'" + text + "' ").orElse("is missing: ")
                                        + "must be application/yang-data+json or application/yang-data+xml")));
    }

    /** Of an answer: what the client likes best, else what it speaks itself, else JSON. */
    static Encoding ofAnswer(HttpHeaders headers) throws Refusal {
        final var wanted = accepted(headers);
        if (wanted.isEmpty()) {
            throw new Refusal(
                    HttpResponseStatus.NOT_ACCEPTABLE,
                    NetconfError.protocol(
                            ErrorTag.INVALID_VALUE,
                            "accept application/yang-data+json or application/yang-data+xml, not "
                                    + headers.getAll(HttpHeaderNames.ACCEPT)));
        }
        return wanted.orElseThrow();
    }

    /** Of an error, which is told in any case. */
    static Encoding ofError(HttpHeaders headers) {
        return accepted(headers).orElseGet(() -> spoken(headers));
    }

    private static Optional<Encoding> accepted(HttpHeaders headers) {
        final var ranges = headers.getAll(HttpHeaderNames.ACCEPT).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(Encoding::range)
                .toList();
        if (ranges.isEmpty()) {
            return Optional.of(spoken(headers));
        }
        return ranges.stream()
                .filter(range -> range.quality() > 0)
                .sorted(Comparator.comparingDouble(Range::quality).reversed())
                .flatMap(range -> switch (range.type()) {
                    case "*/*", "application/*" -> Stream.of(spoken(headers));
                    default -> named(range.type()).stream();
                })
                .findFirst();
    }

    private static Encoding spoken(HttpHeaders headers) {
        return Optional.ofNullable(headers.get(HttpHeaderNames.CONTENT_TYPE))
                .flatMap(Encoding::named)
                .orElse(JSON);
    }

    private static Range range(String text) {
        final var parts = text.split(";", -1);
        double quality = 1;
        for (int i = 1; i < parts.length; i++) {
            final var parameter = parts[i].strip();
            if (parameter.matches("[qQ]=[01](\\.\\d{0,3})?")) {
                quality = Double.parseDouble(parameter.substring(2));
            }
        }
        return new Range(parts[0].strip().toLowerCase(Locale.ROOT), quality);
    }

    private static Optional<Encoding> named(String mediaType) {
        return switch (mediaType.split(";", -1)[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/yang-data+json", "application/json" -> Optional.of(JSON);
            case "application/yang-data+xml", "application/xml", "text/xml" -> Optional.of(XML);
            default -> Optional.empty();
        };
    }
}
