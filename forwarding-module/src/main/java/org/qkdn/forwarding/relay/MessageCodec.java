package org.qkdn.forwarding.relay;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;

/**
 * Frames as bytes, without the length prefix. Each message has exactly one encoding and each field a fixed place (only
 * an announcement has a list), so that a tag over the bytes is a tag over the meaning. Integers are big-endian.
 */
public final class MessageCodec {
    /** The one version of the protocol so far. */
    public static final int VERSION = 1;
    /** Longest frame without its prefix. */
    public static final int MAX_LENGTH = 65_536;

    /** Room for any message but an announcement. */
    private static final int SHORT = 1024;

    private static final int MAGIC = 0x514B_4452;
    private static final int MAX_KEY_IDS = 256;
    private static final int MAX_KEY_ID_LENGTH = 128;

    private static final byte HELLO = 1;
    private static final byte RELAY = 2;
    private static final byte ACK = 3;
    private static final byte NACK = 4;
    private static final byte VOID = 5;
    private static final byte ANNOUNCE = 6;
    private static final byte ANNOUNCE_REPLY = 7;
    private static final byte PING = 8;

    private MessageCodec() {}

    public static byte[] encode(Message message) {
        var out = ByteBuffer.allocate(message instanceof Message.Announcement ? MAX_LENGTH : SHORT);
        writeContent(out, message);
        if (message instanceof Message.Tagged tagged) {
            out.put(tagged.tag().bytes());
        }
        return written(out);
    }

    /** What the tag covers: the version of the protocol and all of the frame but the tag. */
    static byte[] covered(int version, Message.Tagged message) {
        var out = ByteBuffer.allocate(SHORT);
        out.put((byte) version);
        writeContent(out, message);
        return written(out);
    }

    public static Message decode(byte[] frame) throws MalformedMessageException {
        var in = ByteBuffer.wrap(frame);
        try {
            var message = read(in);
            if (in.hasRemaining()) {
                throw new MalformedMessageException("bytes after the end of a message");
            }
            return message;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new MalformedMessageException("a message too short or out of range");
        }
    }

    private static void writeContent(ByteBuffer out, Message message) {
        switch (message) {
            case Message.Hello hello -> {
                out.put(HELLO).putInt(MAGIC);
                out.put((byte) hello.lowestVersion()).put((byte) hello.highestVersion());
                putId(out, hello.nodeId());
            }
            case Message.Relay relay -> {
                putHeader(out.put(RELAY), relay.header());
                out.putInt(relay.timeLeftMillis()).put(relay.ciphertext().bytes());
            }
            case Message.Acknowledgement ack -> putHeader(out.put(ACK), ack.header());
            case Message.Refusal refusal -> {
                putHeader(out.put(NACK), refusal.header());
                putId(out.put((byte) refusal.reason().code()), refusal.where());
            }
            case Message.Voided voided -> {
                putHeader(out.put(VOID), voided.header());
                putId(out.put((byte) voided.reason().code()), voided.where());
            }
            case Message.Announcement announcement -> putAnnouncement(out.put(ANNOUNCE), announcement);
            case Message.AnnouncementReply reply -> {
                putId(out.put(ANNOUNCE_REPLY), reply.requestId());
                out.put((byte)
                        reply.refusal().map(FailureReason::code).orElse(0).intValue());
            }
            case Message.Ping ping -> out.put(PING);
        }
    }

    private static Message read(ByteBuffer in) throws MalformedMessageException {
        int type = in.get();
        return switch (type) {
            case HELLO -> {
                if (in.getInt() != MAGIC) {
                    throw new MalformedMessageException("not the relay protocol");
                }
                yield new Message.Hello(in.get() & 0xff, in.get() & 0xff, id(in));
            }
            case RELAY ->
                new Message.Relay(header(in), in.getInt(), Ciphertext.of(bytes(in, Ciphertext.LENGTH)), tag(in));
            case ACK -> new Message.Acknowledgement(header(in), tag(in));
            case NACK -> new Message.Refusal(header(in), reason(in), id(in), tag(in));
            case VOID -> new Message.Voided(header(in), reason(in), id(in));
            case ANNOUNCE -> announcement(in);
            case ANNOUNCE_REPLY -> reply(in);
            case PING -> new Message.Ping();
            default -> throw new MalformedMessageException("message type " + type);
        };
    }

    private static void putHeader(ByteBuffer out, HopHeader header) {
        putId(out, header.relayId());
        putId(out, header.linkId());
        out.put((byte) header.direction().code()).put((byte) header.hop());
        putId(out, header.senderId());
        putId(out, header.receiverId());
        putId(out, header.appId());
        putId(out, header.blockId());
        putId(out, header.pad().linkId());
        putId(out, header.pad().blockId());
        out.putInt(header.pad().offset()).putInt(header.pad().length());
    }

    private static HopHeader header(ByteBuffer in) throws MalformedMessageException {
        return new HopHeader(
                id(in),
                id(in),
                Direction.of(in.get() & 0xff).orElseThrow(() -> new MalformedMessageException("direction")),
                in.get() & 0xff,
                id(in),
                id(in),
                id(in),
                id(in),
                new PadSlice(id(in), id(in), in.getInt(), in.getInt()));
    }

    private static void putAnnouncement(ByteBuffer out, Message.Announcement announcement) {
        putId(out, announcement.requestId());
        putId(out, announcement.linkId());
        putId(out, announcement.blockId());
        out.putInt(announcement.keySizeBits())
                .putShort((short) announcement.keyIds().size());
        for (var keyId : announcement.keyIds()) {
            var bytes = keyId.getBytes(StandardCharsets.UTF_8);
            out.put((byte) bytes.length).put(bytes);
        }
    }

    /** Whether the announcement has an encoding: at most 256 key IDs of at most 128 bytes. */
    static boolean fits(Message.Announcement announcement) {
        return announcement.keyIds().size() <= MAX_KEY_IDS
                && announcement.keyIds().stream()
                        .allMatch(id -> id.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_ID_LENGTH);
    }

    private static Message.Announcement announcement(ByteBuffer in) throws MalformedMessageException {
        var requestId = id(in);
        var linkId = id(in);
        var blockId = id(in);
        var keySizeBits = in.getInt();
        var count = in.getShort() & 0xffff;
        if (count > MAX_KEY_IDS) {
            throw new MalformedMessageException("too many key IDs");
        }
        var keyIds = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var length = in.get() & 0xff;
            if (length > MAX_KEY_ID_LENGTH) {
                throw new MalformedMessageException("key ID too long");
            }
            keyIds.add(text(bytes(in, length)));
        }
        return new Message.Announcement(requestId, linkId, blockId, keySizeBits, keyIds);
    }

    /** Refuses what is not UTF-8: replaced characters would give one announcement two encodings. */
    private static String text(byte[] bytes) throws MalformedMessageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("a key ID that is not UTF-8");
        }
    }

    private static Message.AnnouncementReply reply(ByteBuffer in) throws MalformedMessageException {
        var requestId = id(in);
        in.mark();
        if (in.get() == 0) {
            return new Message.AnnouncementReply(requestId, Optional.empty());
        }
        in.reset();
        return new Message.AnnouncementReply(requestId, Optional.of(reason(in)));
    }

    private static FailureReason reason(ByteBuffer in) throws MalformedMessageException {
        return FailureReason.of(in.get() & 0xff).orElseThrow(() -> new MalformedMessageException("reason"));
    }

    private static Tag tag(ByteBuffer in) {
        return Tag.of(bytes(in, Tag.LENGTH));
    }

    private static void putId(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID id(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] written(ByteBuffer out) {
        var bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
