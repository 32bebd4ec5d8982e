package org.qkdn.lkms.api014;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.qkdn.node.v1.Application;

/** Holds each application to its {@code max_bandwidth}: one token bucket per application and rate. */
final class Bandwidth {
    private final InstantSource clock;
    private final long largestRequestBits;
    private final ConcurrentHashMap<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    /** A request of {@code largestRequestBits} is possible however low the rate. */
    Bandwidth(InstantSource clock, long largestRequestBits) {
        this.clock = clock;
        this.largestRequestBits = largestRequestBits;
    }

    /** Zero: the bits may be handed out. Else they may after this time. */
    Duration take(Application application, long bits) {
        return application.getMaxBandwidthBps() == 0
                ? Duration.ZERO
                : bucket(application).take(bits);
    }

    /** Bits that were taken and not handed out. */
    void giveBack(Application application, long bits) {
        if (application.getMaxBandwidthBps() != 0) {
            bucket(application).giveBack(bits);
        }
    }

    private TokenBucket bucket(Application application) {
        long rate = application.getMaxBandwidthBps();
        return buckets.compute(
                application.getAppId(),
                (id, known) -> known != null && known.bitsPerSecond() == rate
                        ? known
                        : new TokenBucket(rate, Math.max(rate, largestRequestBits), clock));
    }
}
