package org.qkdn.lkms.store.seal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.qkdn.lkms.store.StateException;

/**
 * One slot of the file of epoch keys: state, segment, wrapped key, checksum; all zero where it is free. A slot lies within
 * one sector of a disk, so it is written whole or not at all.
 */
final class EpochSlot {
    static final int FORMAT = 2;
    static final int LENGTH = 128;

    private static final long MARK = 0x514B444E_45504F43L;
    private static final int CHECKSUM_AT = LENGTH - Integer.BYTES;
    private static final byte LIVE = 1;
    private static final byte DESTROYED = 2;

    /** The file's first slot: whose keys these are, and a known text by which the key-encrypting key is recognised. */
    static final class Head {
        private final UUID identity;
        private final byte[] wrapped;

        private Head(UUID identity, byte[] wrapped) {
            this.identity = identity;
            this.wrapped = wrapped;
        }

        UUID identity() {
            return identity;
        }

        byte[] wrapped() {
            return wrapped;
        }
    }

    private final long segment;
    private final byte[] wrapped;

    private EpochSlot(long segment, byte[] wrapped) {
        this.segment = segment;
        this.wrapped = wrapped;
    }

    long segment() {
        return segment;
    }

    /** Empty where the key is destroyed. */
    byte[] wrapped() {
        return wrapped;
    }

    static EpochSlot live(long segment, byte[] wrapped) {
        return new EpochSlot(segment, wrapped);
    }

    static EpochSlot destroyed(long segment) {
        return new EpochSlot(segment, new byte[0]);
    }

    boolean isDestroyed() {
        return wrapped.length == 0;
    }

    byte[] bytes() {
        return summed(ByteBuffer.allocate(LENGTH)
                .put(isDestroyed() ? DESTROYED : LIVE)
                .putLong(segment)
                .put((byte) wrapped.length)
                .put(wrapped));
    }

    /** Empty where the slot is free, or was never written to its end. */
    static Optional<EpochSlot> read(byte[] file, int place) {
        var slot = ByteBuffer.wrap(file, place * LENGTH, LENGTH);
        byte state = slot.get();
        if (!isWhole(file, place * LENGTH) || (state != LIVE && state != DESTROYED)) {
            return Optional.empty();
        }
        long segment = slot.getLong();
        var wrapped = new byte[slot.get()];
        slot.get(wrapped);
        return Optional.of(new EpochSlot(segment, wrapped));
    }

    static byte[] head(UUID identity, byte[] wrapped) {
        return summed(ByteBuffer.allocate(LENGTH)
                .putLong(MARK)
                .putInt(FORMAT)
                .putLong(identity.getMostSignificantBits())
                .putLong(identity.getLeastSignificantBits())
                .put((byte) wrapped.length)
                .put(wrapped));
    }

    static Head readHead(Path file, byte[] content) throws StateException {
        var head = ByteBuffer.wrap(content);
        if (content.length < LENGTH || head.getLong() != MARK) {
            throw damaged(file);
        }
        int format = head.getInt();
        if (format > FORMAT) {
            throw new StateException(file + " has format " + format + ", and this version knows " + FORMAT
                    + " at most: start the version that wrote it, or a newer one");
        }
        if (!isWhole(content, 0)) {
            throw damaged(file);
        }
        var identity = new UUID(head.getLong(), head.getLong());
        var wrapped = new byte[head.get()];
        head.get(wrapped);
        return new Head(identity, wrapped);
    }

    static byte[] headBinding(UUID identity) {
        return ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(FORMAT)
                .putLong(identity.getMostSignificantBits())
                .putLong(identity.getLeastSignificantBits())
                .array();
    }

    private static StateException damaged(Path file) {
        return new StateException(
                file + " is corrupt or no file of epoch keys: move the state directory's files away and"
                        + " start again; the stores fill anew");
    }

    private static byte[] summed(ByteBuffer filled) {
        var slot = new byte[LENGTH];
        filled.flip().get(slot, 0, filled.limit());
        ByteBuffer.wrap(slot).putInt(CHECKSUM_AT, checksum(slot, 0));
        return slot;
    }

    private static boolean isWhole(byte[] file, int at) {
        return ByteBuffer.wrap(file).getInt(at + CHECKSUM_AT) == checksum(file, at);
    }

    private static int checksum(byte[] bytes, int at) {
        var crc = new CRC32C();
        crc.update(bytes, at, CHECKSUM_AT);
        return (int) crc.getValue();
    }
}
