package org.qkdn.lkms.api004.stream;

/** Sequence numbers count on for ever; the index of ETSI GS QKD 004 is their last 32 bits. */
final class Sequence {
    private static final long ROUND = 1L << 32;

    private Sequence() {}

    static long index(long sequence) {
        return sequence & (ROUND - 1);
    }

    /** The sequence number with this index that lies nearest to {@code position}; not below 0. */
    static long nearest(long position, long index) {
        long distance = (index - position) & (ROUND - 1);
        long nearest = position + (distance < ROUND / 2 ? distance : distance - ROUND);
        return nearest < 0 ? nearest + ROUND : nearest;
    }
}
