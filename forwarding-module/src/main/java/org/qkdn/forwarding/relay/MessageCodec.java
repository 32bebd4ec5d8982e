package org.qkdn.forwarding.relay;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Frames as bytes, without the length prefix. Each message has exactly one encoding and each field a fixed place (only
 * the names of keys are lists), so that a tag over the bytes is a tag over the meaning. Integers are big-endian.
 */
public final class MessageCodec {
    /** The version of the protocol that this code speaks; the only one. */
    public static final int VERSION = 2;
    /** Longest frame without its prefix: a RELAY of 128 blocks whose pad has 255 parts. */
    public static final int MAX_LENGTH = 96 << 10;

    private static final int MAGIC = 0x514B_4452;
    private static final int MAX_KEY_IDS = 256;
    private static final int MAX_KEY_ID_LENGTH = 128;

    /** Room for any message but its ciphertext. */
    private static final int ROOM = 48 << 10;

    private static final byte HELLO = 1;
    private static final byte RELAY = 2;
    private static final byte ACK = 3;
    private static final byte NACK = 4;
    private static final byte VOID = 5;
    private static final byte ANNOUNCE = 6;
    private static final byte ANNOUNCE_REPLY = 7;
    private static final byte PING = 8;
    private static final byte GRANT = 9;

    private MessageCodec() {}

    /** The parts of a frame, in this order; a RELAY's ciphertext stays where it is. */
    public static List<ByteBuffer> frame(Message message) {
        var head = ByteBuffer.wrap(head(message));
        return switch (message) {
            case Message.Relay relay ->
                List.of(
                        head,
                        ByteBuffer.wrap(
                                relay.ciphertext().array(),
                                relay.ciphertext().from(),
                                relay.ciphertext().length()),
                        ByteBuffer.wrap(relay.tag().bytes()));
            case Message.Tagged tagged ->
                List.of(head, ByteBuffer.wrap(tagged.tag().bytes()));
            case Message.Hello h -> List.of(head);
            case Message.Voided v -> List.of(head);
            case Message.Grant g -> List.of(head);
            case Message.Announcement a -> List.of(head);
            case Message.AnnouncementReply r -> List.of(head);
            case Message.Ping p -> List.of(head);
        };
    }

    /** As {@link #frame}, in one array. */
    public static byte[] encode(Message message) {
        var frame = frame(message);
        var out = ByteBuffer.allocate(length(frame));
        frame.forEach(out::put);
        return out.array();
    }

    public static int length(List<ByteBuffer> frame) {
        return frame.stream().mapToInt(ByteBuffer::remaining).sum();
    }

    /** All that comes before ciphertext and tag, which the tag covers too. */
    static byte[] head(Message message) {
        var out = ByteBuffer.allocate(room(message));
        writeHead(out, message);
        var bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** The message keeps the array where it is a RELAY: its ciphertext stays in it. */
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

    private static int room(Message message) {
        return switch (message) {
            case Message.Announcement announcement -> ROOM;
            case Message.Tagged tagged ->
                256 + HeaderCodec.PART_LENGTH * tagged.header().pad().parts().size();
            case Message.Hello hello -> 64;
            case Message.Voided voided -> 256;
            case Message.AnnouncementReply reply -> 64;
            case Message.Grant grant -> 64;
            case Message.Ping ping -> 1;
        };
    }

    private static void writeHead(ByteBuffer out, Message message) {
        switch (message) {
            case Message.Hello hello -> {
                out.put(HELLO).putInt(MAGIC);
                out.put((byte) hello.lowestVersion()).put((byte) hello.highestVersion());
                HeaderCodec.putId(out, hello.nodeId());
            }
            case Message.Relay relay -> {
                HeaderCodec.put(out.put(RELAY), relay.header());
                out.putInt(relay.timeLeftMillis()).put((byte) relay.priority()).put((byte)
                        (relay.ciphertext().units() - 1));
            }
            case Message.Acknowledgement ack -> HeaderCodec.put(out.put(ACK), ack.header());
            case Message.Refusal refusal -> {
                HeaderCodec.put(out.put(NACK), refusal.header());
                putFailure(out, refusal.reason(), refusal.where());
            }
            case Message.Voided voided -> {
                HeaderCodec.put(out.put(VOID), voided.header());
                putFailure(out, voided.reason(), voided.where());
            }
            case Message.Grant grant -> {
                HeaderCodec.putId(out.put(GRANT), grant.linkId());
                out.put((byte) grant.direction().code()).putLong(grant.limit());
                grant.obstacle()
                        .ifPresentOrElse(
                                failed -> putFailure(out, failed.reason(), failed.where()), () -> out.put((byte) 0));
            }
            case Message.Announcement announcement -> putAnnouncement(out.put(ANNOUNCE), announcement);
            case Message.AnnouncementReply reply -> {
                HeaderCodec.putId(out.put(ANNOUNCE_REPLY), reply.requestId());
                out.put((byte) (int) reply.refusal().map(FailureReason::code).orElse(0));
            }
            case Message.Ping ping -> out.put(PING);
        }
    }

    private static Message read(ByteBuffer in) throws MalformedMessageException {
        byte type = in.get();
        return switch (type) {
            case HELLO -> {
                if (in.getInt() != MAGIC) {
                    throw new MalformedMessageException("not the relay protocol");
                }
                yield new Message.Hello(in.get() & 0xff, in.get() & 0xff, HeaderCodec.id(in));
            }
            case RELAY -> {
                var header = HeaderCodec.read(in);
                yield new Message.Relay(header, in.getInt(), in.get() & 0xff, ciphertext(in), tag(in));
            }
            case ACK -> new Message.Acknowledgement(HeaderCodec.read(in), tag(in));
            case NACK -> new Message.Refusal(HeaderCodec.read(in), reason(in), HeaderCodec.id(in), tag(in));
            case VOID -> new Message.Voided(HeaderCodec.read(in), reason(in), HeaderCodec.id(in));
            case GRANT -> new Message.Grant(HeaderCodec.id(in), HeaderCodec.direction(in), in.getLong(), obstacle(in));
            case ANNOUNCE -> announcement(in);
            case ANNOUNCE_REPLY -> new Message.AnnouncementReply(HeaderCodec.id(in), possibleReason(in));
            case PING -> new Message.Ping();
            default -> throw new MalformedMessageException("message type " + type);
        };
    }

    private static Ciphertext ciphertext(ByteBuffer in) {
        int length = ((in.get() & 0xff) + 1) * Ciphertext.UNIT;
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var ciphertext = Ciphertext.at(in.array(), in.arrayOffset() + in.position(), length);
        in.position(in.position() + length);
        return ciphertext;
    }

    private static void putAnnouncement(ByteBuffer out, Message.Announcement announcement) {
        HeaderCodec.putId(out, announcement.requestId());
        HeaderCodec.putId(out, announcement.linkId());
        HeaderCodec.putId(out, announcement.blockId());
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
        var requestId = HeaderCodec.id(in);
        var linkId = HeaderCodec.id(in);
        var blockId = HeaderCodec.id(in);
        int keySizeBits = in.getInt();
        int count = in.getShort() & 0xffff;
        if (count > MAX_KEY_IDS) {
            throw new MalformedMessageException("too many key IDs");
        }
        List<String> keyIds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = in.get() & 0xff;
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

    private static void putFailure(ByteBuffer out, FailureReason reason, UUID where) {
        HeaderCodec.putId(out.put((byte) reason.code()), where);
    }

    private static Optional<RelayOutcome.Failed> obstacle(ByteBuffer in) throws MalformedMessageException {
        var reason = possibleReason(in);
        return reason.map(why -> new RelayOutcome.Failed(why, HeaderCodec.id(in)));
    }

    private static Optional<FailureReason> possibleReason(ByteBuffer in) throws MalformedMessageException {
        int code = in.get() & 0xff;
        return code == 0 ? Optional.empty() : Optional.of(reason(code));
    }

    private static FailureReason reason(ByteBuffer in) throws MalformedMessageException {
        return reason(in.get() & 0xff);
    }

    private static FailureReason reason(int code) throws MalformedMessageException {
        return FailureReason.of(code).orElseThrow(() -> new MalformedMessageException("reason " + code));
    }

    private static Tag tag(ByteBuffer in) {
        return Tag.of(bytes(in, Tag.LENGTH));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
