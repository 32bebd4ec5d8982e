package org.qkdn.lkms.api014;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.qkdn.lkms.app.ApplicationKeys.DeliveredKey;
import org.qkdn.lkms.store.Origin;

/** Writes answers as HTTP. A key never becomes a String on its way. */
final class AnswerWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final byte[] BEGIN = ascii("{\"keys\":[");
    private static final byte[] FIRST = ascii("{\"key_ID\":\"");
    private static final byte[] NEXT = ascii("},{\"key_ID\":\"");
    private static final byte[] KEY = ascii("\",\"key\":\"");
    private static final byte[] DIRECT = extension("direct");
    private static final byte[] RELAYED = extension("relayed");

    private AnswerWriter() {}

    static FullHttpResponse write(Answer answer, ByteBufAllocator buffers) {
        return switch (answer) {
            case Answer.Json json -> json(HttpResponseStatus.OK, json.members());
            case Answer.Keys keys -> response(HttpResponseStatus.OK, container(keys.keys(), buffers));
            case Answer.Bad bad -> error(HttpResponseStatus.BAD_REQUEST, bad.message(), bad.details());
            case Answer.Unauthorized none -> response(HttpResponseStatus.UNAUTHORIZED, Unpooled.EMPTY_BUFFER);
            case Answer.Throttled throttled -> throttled(throttled);
            case Answer.Unavailable busy ->
                error(HttpResponseStatus.SERVICE_UNAVAILABLE, busy.message(), busy.details());
        };
    }

    static FullHttpResponse error(HttpResponseStatus status, String message, List<Map<String, Object>> details) {
        var members = new LinkedHashMap<String, Object>();
        members.put("message", message);
        if (!details.isEmpty()) {
            members.put("details", details);
        }
        return json(status, members);
    }

    private static FullHttpResponse json(HttpResponseStatus status, Map<String, Object> members) {
        try {
            return response(status, Unpooled.wrappedBuffer(JSON.writeValueAsBytes(members)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    private static FullHttpResponse throttled(Answer.Throttled throttled) {
        long millis = Math.max(1, throttled.retryAfter().plusNanos(999_999).toMillis());
        var response = error(
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                "the bandwidth of the key association is used up, retry later",
                List.of(Map.of("max_bandwidth_bps", throttled.maxBandwidthBps(), "retry_after_ms", millis)));
        response.headers().set(HttpHeaderNames.RETRY_AFTER, Math.ceilDiv(millis, 1000));
        return response;
    }

    /** UUIDs and base64 need no escapes. */
    private static ByteBuf container(List<DeliveredKey> keys, ByteBufAllocator buffers) {
        int size = 32;
        for (var key : keys) {
            size += key.key().length() * 2 + 240;
        }
        var body = buffers.buffer(size);
        body.writeBytes(BEGIN);
        var separator = FIRST;
        for (var key : keys) {
            body.writeBytes(separator).writeBytes(ascii(key.id().toString())).writeBytes(KEY);
            writeBase64(key, body);
            body.writeByte('"');
            writeOrigin(key.origin(), body);
            separator = NEXT;
        }
        return body.writeBytes(ascii(keys.isEmpty() ? "]}" : "}]}"));
    }

    private static void writeBase64(DeliveredKey key, ByteBuf body) {
        try (var bytes = key.key()) {
            var plain = bytes.toArray();
            var encoded = Base64.getEncoder().encode(plain);
            body.writeBytes(encoded);
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static void writeOrigin(Origin origin, ByteBuf body) {
        if (origin.equals(Origin.UNKNOWN)) {
            return;
        }
        body.writeBytes(origin.direct() ? DIRECT : RELAYED);
        if (origin.paths() > 0) {
            body.writeBytes(ascii(",\"qkdn_paths\":" + origin.paths()));
        }
        if (!origin.combination().isEmpty()) {
            body.writeBytes(ascii(",\"qkdn_combination\":\""));
            // it may have come from another node
            body.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(origin.combination()));
            body.writeByte('"');
        }
        body.writeByte('}');
    }

    private static byte[] extension(String routeClass) {
        return ascii(",\"key_extension\":{\"" + Extensions.ROUTE_CLASS + "\":\"" + routeClass + "\"");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        if (body.isReadable()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        }
        return response;
    }
}
