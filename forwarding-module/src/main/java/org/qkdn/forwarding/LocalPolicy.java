package org.qkdn.forwarding;

import java.util.Optional;
import org.qkdn.forwarding.relay.RateLimits;

/**
 * What this node does not do, whoever tells it to.
 *
 * @param maximumRatePerLink bit/s of key sent over each link and direction; 0: no limit
 * @param maximumRatePerNeighbour bit/s of key sent to each neighbour; 0: no limit
 * @param minimumDisjointPaths neighbours by which the shares of an application's keys must leave; 1: no demand
 */
public record LocalPolicy(long maximumRatePerLink, long maximumRatePerNeighbour, int minimumDisjointPaths) {
    public static final LocalPolicy NONE = new LocalPolicy(0, 0, 1);

    public LocalPolicy {
        if (maximumRatePerLink < 0 || maximumRatePerNeighbour < 0) {
            throw new IllegalArgumentException("a maximum rate is negative: 0 stands for no limit");
        }
        if (minimumDisjointPaths < 1) {
            throw new IllegalArgumentException("minimumDisjointPaths is below 1: " + minimumDisjointPaths);
        }
    }

    RateLimits rates() {
        return new RateLimits(maximumRatePerLink, maximumRatePerNeighbour);
    }

    /** As written in the file: what is left out is not limited. */
    record Written(Long maximumRatePerLink, Long maximumRatePerNeighbour, Integer minimumDisjointPaths) {
        LocalPolicy policy() {
            return new LocalPolicy(
                    Optional.ofNullable(maximumRatePerLink).orElse(0L),
                    Optional.ofNullable(maximumRatePerNeighbour).orElse(0L),
                    Optional.ofNullable(minimumDisjointPaths).orElse(1));
        }
    }
}
