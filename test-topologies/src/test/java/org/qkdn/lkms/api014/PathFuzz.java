package org.qkdn.lkms.api014;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import org.qkdn.fuzz.Fuzzed;

/** Request targets of ETSI GS QKD 014: path and query. */
public final class PathFuzz {
    private static final RequestReader READER = new RequestReader(Limits.of(32, 1000, 8));

    private PathFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var target = new String(input, StandardCharsets.UTF_8);
        int end = target.indexOf('?') < 0 ? target.length() : target.indexOf('?');
        switch (Route.of(target.substring(0, end))) {
            case Route.Found.Known(var route) -> Fuzzed.require(Route.plausible(route.sae()), "an SAE ID");
            case Route.Found.BadSae(var message) -> Fuzzed.require(!message.isBlank(), "says why");
            case Route.Found.Unknown() -> {
                // 404
            }
        }
        try {
            var query = new QueryStringDecoder(target).parameters();
            Fuzzed.require(READER.keyRequest(query) != null && READER.keyIds(query) != null, "an outcome");
        } catch (IllegalArgumentException e) {
            // Netty's, and what Etsi014Api expects of it: not URL-encoded
            Fuzzed.require(e.getStackTrace()[0].getClassName().startsWith("io.netty"), "from the decoder: " + e);
        }
    }
}
