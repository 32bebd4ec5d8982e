package org.qkdn.lkms.api004.json;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.Map;
import java.util.UUID;
import org.qkdn.lkms.api004.stream.CloseOutcome;
import org.qkdn.lkms.api004.stream.GetOutcome;
import org.qkdn.lkms.api004.stream.OpenOutcome;
import org.qkdn.lkms.api004.stream.Qos;

/** Writes outcomes as HTTP: the standard's status in the body, and what it means in the code. No key becomes a String. */
final class AnswerWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = "no open stream of this SAE has this Key_stream_ID";

    private AnswerWriter() {}

    static FullHttpResponse open(OpenOutcome outcome) {
        var members = members(outcome.keyStreamId());
        members.put("QoS", qos(outcome.qos()));
        return switch (outcome) {
            case OpenOutcome.Connected both -> json(HttpResponseStatus.OK, members, both.status(), "");
            case OpenOutcome.Waiting alone -> json(HttpResponseStatus.OK, members, alone.status(), "");
            case OpenOutcome.NoConnection none ->
                json(HttpResponseStatus.SERVICE_UNAVAILABLE, members, none.status(), none.reason());
            case OpenOutcome.NotCaller not ->
                json(
                        HttpResponseStatus.FORBIDDEN,
                        members,
                        not.status(),
                        "neither Source nor Destination names the SAE of the certificate");
            case OpenOutcome.InUse used ->
                json(
                        HttpResponseStatus.CONFLICT,
                        members,
                        used.status(),
                        "Key_stream_ID is in use: choose another, or none");
            case OpenOutcome.Counter counter ->
                json(
                        HttpResponseStatus.UNPROCESSABLE_ENTITY,
                        members,
                        counter.status(),
                        "not with this QoS: the one in this answer is accepted");
        };
    }

    static FullHttpResponse get(UUID id, GetOutcome outcome, ByteBufAllocator buffers) {
        var members = members(id);
        return switch (outcome) {
            case GetOutcome.Chunk chunk -> response(HttpResponseStatus.OK, chunk(id, chunk, buffers));
            case GetOutcome.Empty empty -> {
                members.put("index", empty.index());
                yield json(
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        members,
                        empty.status(),
                        "not enough key within Timeout, retry later");
            }
            case GetOutcome.Gone gone -> {
                members.put("index", gone.next());
                yield json(
                        HttpResponseStatus.GONE,
                        members,
                        gone.status(),
                        "this chunk is used or out of reach: go on with the index in this answer");
            }
            case GetOutcome.PeerNotConnected alone ->
                json(HttpResponseStatus.CONFLICT, members, alone.status(), "the peer application is not connected");
            case GetOutcome.Unknown unknown -> json(HttpResponseStatus.NOT_FOUND, members, unknown.status(), UNKNOWN);
            case GetOutcome.TimedOut late -> {
                members.put("index", late.index());
                yield json(
                        HttpResponseStatus.GATEWAY_TIMEOUT,
                        members,
                        late.status(),
                        "the other end's LKMS did not answer within Timeout, retry later");
            }
            case GetOutcome.MetadataTooSmall small -> {
                members.put("index", small.index());
                members.put("Metadata", Map.of("Metadata_size", small.needed()));
                yield json(
                        HttpResponseStatus.BAD_REQUEST,
                        members,
                        small.status(),
                        "Metadata_size is too small: give that of this answer; the chunk is still there");
            }
        };
    }

    static FullHttpResponse close(UUID id, CloseOutcome outcome) {
        return switch (outcome) {
            case CLOSED -> json(HttpResponseStatus.OK, members(id), outcome.status(), "");
            case UNKNOWN -> json(HttpResponseStatus.NOT_FOUND, members(id), outcome.status(), UNKNOWN);
        };
    }

    /** A request that is none of the standard's, so has no status of its. */
    static FullHttpResponse bad(HttpResponseStatus code, String message) {
        return write(code, Map.of("message", message));
    }

    private static Map<String, Object> members(UUID id) {
        var members = new LinkedHashMap<String, Object>();
        members.put("Key_stream_ID", id.toString());
        return members;
    }

    private static Map<String, Object> qos(Qos qos) {
        var members = new LinkedHashMap<String, Object>();
        members.put("Key_chunk_size", qos.keyChunkSize());
        members.put("Max_bps", qos.maxBps());
        members.put("Min_bps", qos.minBps());
        members.put("Jitter", qos.jitter());
        members.put("Priority", qos.priority());
        members.put("Timeout", qos.timeoutMillis());
        members.put("TTL", qos.ttlSeconds());
        members.put("Metadata_mimetype", qos.metadataMimetype());
        return members;
    }

    private static FullHttpResponse json(
            HttpResponseStatus code, Map<String, Object> members, int status, String message) {
        members.put("status", status);
        if (!message.isEmpty()) {
            members.put("message", message);
        }
        return write(code, members);
    }

    /** UUIDs and base64 need no escapes; the metadata is a JSON text within a JSON text. */
    private static ByteBuf chunk(UUID id, GetOutcome.Chunk chunk, ByteBufAllocator buffers) {
        int metadataSize = chunk.metadata().getBytes(StandardCharsets.UTF_8).length;
        var body = buffers.buffer(chunk.key().length() * 2 + 1024);
        ascii(body, "{\"Key_stream_ID\":\"" + id + "\",\"index\":" + chunk.index() + ",\"Key_buffer\":\"");
        try (var key = chunk.key()) {
            var plain = key.toArray();
            var encoded = Base64.getEncoder().encode(plain);
            body.writeBytes(encoded);
            Arrays.fill(plain, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
        }
        ascii(body, "\",\"Metadata\":{\"Metadata_size\":" + metadataSize + ",\"Metadata_buffer\":");
        body.writeBytes(bytes(chunk.metadata()));
        ascii(body, "},\"status\":0}");
        return body;
    }

    private static void ascii(ByteBuf body, String text) {
        body.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static FullHttpResponse write(HttpResponseStatus code, Object members) {
        return response(code, Unpooled.wrappedBuffer(bytes(members)));
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    private static FullHttpResponse response(HttpResponseStatus code, ByteBuf body) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, code, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        return response;
    }
}
