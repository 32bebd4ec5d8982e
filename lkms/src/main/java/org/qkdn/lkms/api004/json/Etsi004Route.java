package org.qkdn.lkms.api004.json;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which call a path names: {@code /api/v1/qkd004/<call>}, or as QKDNetSim's clients have it {@code /api/v1/keys/<name>/<call>}
 * with the peer's SAE or the Key_stream_ID as name.
 */
record Etsi004Route(Call call, String name) {
    private static final String OWN = "/api/v1/qkd004/";
    private static final String SHARED = "/api/v1/keys/";

    /** The last segment of the path. */
    enum Call {
        OPEN_CONNECT,
        GET_KEY,
        CLOSE
    }

    static Optional<Etsi004Route> of(String rawPath) {
        if (rawPath.startsWith(OWN)) {
            return call(rawPath.substring(OWN.length())).map(call -> new Etsi004Route(call, ""));
        }
        if (!rawPath.startsWith(SHARED)) {
            return Optional.empty();
        }
        var segments = rawPath.substring(SHARED.length()).split("/", -1);
        return segments.length == 2 && !segments[0].isEmpty()
                ? call(segments[1]).map(call -> new Etsi004Route(call, decode(segments[0])))
                : Optional.empty();
    }

    private static Optional<Call> call(String segment) {
        return switch (segment) {
            case "open_connect" -> Optional.of(Call.OPEN_CONNECT);
            case "get_key" -> Optional.of(Call.GET_KEY);
            case "close" -> Optional.of(Call.CLOSE);
            default -> Optional.empty();
        };
    }

    /** A name that is not URL-encoded stands for itself: it will not be found. */
    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
