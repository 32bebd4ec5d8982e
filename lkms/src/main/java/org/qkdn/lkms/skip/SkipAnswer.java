package org.qkdn.lkms.skip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.qkdn.lkms.store.KeyBytes;

/** What a SKIP key provider answers (draft-singh-skip-00). Keys and random bytes never become a String on their way. */
sealed interface SkipAnswer {
    record Json(JsonNode body) implements SkipAnswer {}

    /** Whoever writes it closes the key. */
    record Key(UUID id, KeyBytes key) implements SkipAnswer {}

    /** Whoever writes it closes the bytes. */
    record Entropy(KeyBytes random) implements SkipAnswer {}

    /** 503: the association's bandwidth is used up; it is not after this time. */
    record Throttled(Duration after) implements SkipAnswer {}

    record Refused(HttpResponseStatus status, String message) implements SkipAnswer {}

    static SkipAnswer bad(String message) {
        return new Refused(HttpResponseStatus.BAD_REQUEST, message);
    }

    static SkipAnswer unavailable(String message) {
        return new Refused(HttpResponseStatus.SERVICE_UNAVAILABLE, message);
    }

    /** 128 bits as the draft writes them: the UUID without its dashes. */
    static String keyId(UUID id) {
        var hex = HexFormat.of();
        return hex.toHexDigits(id.getMostSignificantBits()) + hex.toHexDigits(id.getLeastSignificantBits());
    }

    static FullHttpResponse write(SkipAnswer answer, ByteBufAllocator buffers) {
        return switch (answer) {
            case Json json -> response(HttpResponseStatus.OK, text(json.body().toString(), buffers));
            case Key key -> {
                var body = text("{\"keyId\":\"" + keyId(key.id()) + "\",\"key\":\"", buffers);
                hex(key.key(), body);
                yield response(HttpResponseStatus.OK, more(body, "\"}"));
            }
            case Entropy entropy -> {
                int bits = 8 * entropy.random().length();
                var body = text("{\"randomStr\":\"", buffers);
                hex(entropy.random(), body);
                yield response(HttpResponseStatus.OK, more(body, "\",\"minentropy\":" + bits + "}"));
            }
            case Throttled throttled -> {
                var response = refused(
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        "the bandwidth of the key association is used up, retry later",
                        buffers);
                response.headers()
                        .set(HttpHeaderNames.RETRY_AFTER, throttled.after().toSeconds() + 1);
                yield response;
            }
            case Refused refused -> refused(refused.status(), refused.message(), buffers);
        };
    }

    private static FullHttpResponse refused(HttpResponseStatus status, String message, ByteBufAllocator buffers) {
        var json = JsonNodeFactory.instance.objectNode().put("message", message);
        return response(status, text(json.toString(), buffers));
    }

    private static ByteBuf text(String text, ByteBufAllocator buffers) {
        return more(buffers.buffer(4096), text);
    }

    private static ByteBuf more(ByteBuf body, String text) {
        ByteBufUtil.writeUtf8(body, text);
        return body;
    }

    private static void hex(KeyBytes key, ByteBuf body) {
        try (key) {
            var bytes = key.toArray();
            for (var octet : bytes) {
                body.writeByte(Character.forDigit(octet >> 4 & 0xF, 16));
                body.writeByte(Character.forDigit(octet & 0xF, 16));
            }
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        return response;
    }
}
