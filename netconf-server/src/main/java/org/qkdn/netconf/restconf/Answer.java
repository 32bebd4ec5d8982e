package org.qkdn.netconf.restconf;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.qkdn.netconf.session.ServerCore;

/** What a request leads to. */
sealed interface Answer {
    /** One message. */
    @SuppressWarnings("ArrayRecordComponent") // written once, then gone
    record Whole(HttpResponseStatus status, Map<String, String> headers, byte[] body) implements Answer {
        Whole with(CharSequence name, String value) {
            final var more = new LinkedHashMap<>(headers);
            more.put(name.toString(), value);
            return new Whole(status, more, body);
        }
    }

    /** Notifications, until either side ends the connection. */
    record Events(Encoding encoding, ServerCore.Hearing hearing) implements Answer {}

    static Whole empty(HttpResponseStatus status) {
        return new Whole(status, Map.of(), new byte[0]);
    }

    static Whole of(HttpResponseStatus status, String mediaType, byte[] body) {
        return new Whole(status, Map.of(), body).with(HttpHeaderNames.CONTENT_TYPE, mediaType);
    }

    static Whole of(HttpResponseStatus status, String mediaType, String body) {
        return of(status, mediaType, body.getBytes(StandardCharsets.UTF_8));
    }
}
