package org.qkdn.forwarding.relay;

import java.util.List;
import java.util.UUID;

/**
 * Says which key bytes cover a message: parts of leases of one PHYS link, in this order. Carries no key.
 *
 * @param linkId the PHYS link
 */
public record PadName(UUID linkId, List<Part> parts) {
    /** More parts than that a message cannot name. */
    public static final int MAX_PARTS = 255;

    /** In a message that carries no tag. */
    static final PadName NONE = new PadName(new UUID(0, 0), List.of());

    /**
     * A part of a lease.
     *
     * @param leaseOffset where the lease begins in the block, in bytes
     * @param from where the part begins in the lease
     */
    public record Part(UUID blockId, int leaseOffset, int leaseLength, int from, int length) {
        public Part {
            if (leaseOffset < 0 || leaseLength < 0 || from < 0 || length < 1 || from > leaseLength - length) {
                throw new IllegalArgumentException("no part of a lease: " + from + "+" + length + " of " + leaseLength);
            }
        }

        PadSlice lease(UUID linkId) {
            return new PadSlice(linkId, blockId, leaseOffset, leaseLength);
        }
    }

    public PadName {
        parts = List.copyOf(parts);
        if (parts.size() > MAX_PARTS) {
            throw new IllegalArgumentException("too many parts: " + parts.size());
        }
    }

    /** Bytes of key that are named; a long, because a neighbour chose the numbers. */
    long length() {
        return parts.stream().mapToLong(Part::length).sum();
    }
}
