package org.qkdn.lkms.app;

import java.util.UUID;

/** The names of blocks that travel together: they count up in the first 64 bits of the UUID, at both ends alike. */
public record Batch(UUID first, int blocks) {
    /** Bytes of each block; the last one of a batch may be shorter. */
    public static final int BLOCK_BYTES = KeyId.MAX_BLOCK;

    /** As many blocks of {@value #BLOCK_BYTES} bytes as one relay takes. */
    public static final int MOST = 128;

    public Batch {
        if (blocks < 1 || blocks > MOST) {
            throw new IllegalArgumentException("no batch of " + blocks + " blocks");
        }
    }

    /** A batch nobody has named before. */
    public static Batch random(int blocks) {
        return new Batch(UUID.randomUUID(), blocks);
    }

    /** The batch in which so many bytes travel. */
    public static Batch of(UUID first, int bytes) {
        return new Batch(first, Math.ceilDiv(bytes, BLOCK_BYTES));
    }

    boolean contains(UUID id) {
        long index = id.getMostSignificantBits() - first.getMostSignificantBits();
        return id.getLeastSignificantBits() == first.getLeastSignificantBits() && index >= 0 && index < blocks;
    }

    public UUID id(int index) {
        return new UUID(first.getMostSignificantBits() + index, first.getLeastSignificantBits());
    }

    /** One of its blocks alone. */
    public Batch only(int index) {
        return new Batch(id(index), 1);
    }

    /** Bytes of key that travel. */
    public int bytes() {
        return blocks * BLOCK_BYTES;
    }
}
