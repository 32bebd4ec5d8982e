package org.qkdn.forwarding.relay;

/**
 * How fast this node sends key on, by local policy, which no controller can widen.
 *
 * @param linkBitsPerSecond over each link and direction; 0: no limit
 * @param neighbourBitsPerSecond to each neighbour; 0: no limit
 */
public record RateLimits(long linkBitsPerSecond, long neighbourBitsPerSecond) {
    public static final RateLimits NONE = new RateLimits(0, 0);

    public RateLimits {
        if (linkBitsPerSecond < 0 || neighbourBitsPerSecond < 0) {
            throw new IllegalArgumentException("a rate is negative");
        }
    }
}
