package org.qkdn.forwarding.relay;

/**
 * Key that the key management has burnt for this node's messages alone.
 *
 * @param left bytes that could be leased next; {@link #UNKNOWN} where the key management does not say
 */
public record Lease(PadSlice slice, KeyBytes key, long left) {
    public static final long UNKNOWN = Long.MAX_VALUE;
}
