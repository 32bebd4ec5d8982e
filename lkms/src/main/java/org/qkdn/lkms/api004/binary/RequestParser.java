package org.qkdn.lkms.api004.binary;

import io.netty.buffer.ByteBuf;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.qkdn.lkms.api004.stream.OpenRequest;
import org.qkdn.lkms.api004.stream.Qos;

/** Reads payloads; all numbers are uint32, big-endian. */
final class RequestParser {
    private static final int QOS_NUMBERS = 7 * Integer.BYTES;
    private static final int UUID_BYTES = 16;
    private static final int MIMETYPE = 256;

    private RequestParser() {}

    static Request parse(int version, Service service, ByteBuf payload) {
        return switch (service) {
            case OPEN_CONNECT -> open(version, payload);
            case GET_KEY -> get(version, payload);
            case CLOSE -> {
                need(payload.readableBytes() == UUID_BYTES, "CLOSE holds one Key_stream_ID");
                yield new Request.Close(version, uuid(payload));
            }
        };
    }

    private static Request open(int version, ByteBuf payload) {
        var source = text(payload, "Source");
        var destination = text(payload, "Destination");
        int mimetypeBytes = payload.readableBytes() - QOS_NUMBERS - UUID_BYTES;
        need(mimetypeBytes >= 1, "OPEN_CONNECT is too short");
        long[] numbers = new long[7];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = payload.readUnsignedInt();
        }
        var mimetype = mimetype(payload.readSlice(mimetypeBytes));
        var qos = new Qos(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], mimetype);
        var request = new OpenRequest(source, destination, qos, uuid(payload));
        return new Request.Open(version, request, mimetypeBytes == MIMETYPE);
    }

    /**
     * Written up to its NUL, or as 256 bytes filled up with NULs. What stands between the numbers and the ID, which ends
     * the payload, is all of it: so the length tells the two apart, and a text of 255 letters is the same in both.
     */
    private static String mimetype(ByteBuf field) {
        int length = field.bytesBefore((byte) 0);
        need(length >= 0, "Metadata_mimetype has no NUL");
        var text = utf8(field.readSlice(length), "Metadata_mimetype");
        boolean isFixed = field.readerIndex() + field.readableBytes() == MIMETYPE;
        need(isFixed || field.readableBytes() == 1, "Metadata_mimetype is neither 256 bytes nor ends with its NUL");
        need(field.forEachByte(value -> value == 0) < 0, "Metadata_mimetype goes on behind its NUL");
        return text;
    }

    private static Request get(int version, ByteBuf payload) {
        int fixed = UUID_BYTES + 2 * Integer.BYTES;
        need(payload.readableBytes() >= fixed, "GET_KEY is too short");
        var id = uuid(payload);
        long index = payload.readUnsignedInt();
        long metadataSize = payload.readUnsignedInt();
        // some clients send their empty buffer along
        need(
                !payload.isReadable() || payload.readableBytes() == metadataSize,
                "GET_KEY is longer than its Metadata_size tells");
        return new Request.Get(version, id, index, metadataSize);
    }

    private static String text(ByteBuf payload, String name) {
        int length = payload.bytesBefore((byte) 0);
        need(length >= 0, name + " has no NUL");
        var text = utf8(payload.readSlice(length), name);
        payload.skipBytes(1);
        return text;
    }

    private static String utf8(ByteBuf bytes, String name) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.nioBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException(name + " is not UTF-8");
        }
    }

    private static UUID uuid(ByteBuf payload) {
        return new UUID(payload.readLong(), payload.readLong());
    }

    private static void need(boolean condition, String otherwise) {
        if (!condition) {
            throw new MalformedFrameException(otherwise);
        }
    }
}
