package org.qkdn.lkms.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.qkdn.node.v1.Application;

/** Holds each application to its {@code max_bandwidth}, by whatever interfaces its keys leave. */
final class Bandwidth {
    private final InstantSource clock;
    private final ConcurrentHashMap<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    Bandwidth(InstantSource clock) {
        this.clock = clock;
    }

    /** Zero: the bits may be handed out. Else they may after this time. */
    Duration take(Application application, long bits) {
        return application.getMaxBandwidthBps() == 0
                ? Duration.ZERO
                : bucket(application).take(bits, clock.instant());
    }

    /** Bits that were taken and not handed out. */
    void giveBack(Application application, long bits) {
        if (application.getMaxBandwidthBps() != 0) {
            bucket(application).giveBack(bits, clock.instant());
        }
    }

    private TokenBucket bucket(Application application) {
        long rate = application.getMaxBandwidthBps();
        return buckets.compute(
                application.getAppId(),
                (id, known) ->
                        known != null && known.bitsPerSecond() == rate ? known : TokenBucket.of(rate, clock.instant()));
    }
}
