package org.qkdn.forwarding.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The header that all messages of a relay have, as bytes. */
final class HeaderCodec {
    /** Bytes that name a part of a lease. */
    static final int PART_LENGTH = 32;

    private HeaderCodec() {}

    static void put(ByteBuffer out, HopHeader header) {
        out.put((byte) MessageCodec.VERSION)
                .put((byte) header.direction().code())
                .put((byte) header.hop());
        putId(out, header.relayId());
        putId(out, header.linkId());
        putId(out, header.senderId());
        putId(out, header.receiverId());
        putId(out, header.appId());
        putId(out, header.blockId());
        putPad(out, header.pad());
    }

    static HopHeader read(ByteBuffer in) throws MalformedMessageException {
        if (in.get() != MessageCodec.VERSION) {
            throw new MalformedMessageException("a message of another version than the one agreed");
        }
        var direction = direction(in);
        int hop = in.get() & 0xff;
        return new HopHeader(id(in), id(in), direction, hop, id(in), id(in), id(in), id(in), pad(in));
    }

    private static void putPad(ByteBuffer out, PadName pad) {
        putId(out, pad.linkId());
        out.put((byte) pad.parts().size());
        for (var part : pad.parts()) {
            putId(out, part.blockId());
            out.putInt(part.leaseOffset())
                    .putInt(part.leaseLength())
                    .putInt(part.from())
                    .putInt(part.length());
        }
    }

    private static PadName pad(ByteBuffer in) {
        var linkId = id(in);
        int count = in.get() & 0xff;
        List<PadName.Part> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(new PadName.Part(id(in), in.getInt(), in.getInt(), in.getInt(), in.getInt()));
        }
        return new PadName(linkId, parts);
    }

    static Direction direction(ByteBuffer in) throws MalformedMessageException {
        return Direction.of(in.get() & 0xff).orElseThrow(() -> new MalformedMessageException("direction"));
    }

    static void putId(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    static UUID id(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }
}
