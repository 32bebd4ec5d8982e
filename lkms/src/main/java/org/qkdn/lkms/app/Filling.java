package org.qkdn.lkms.app;

import java.time.Duration;
import java.time.Instant;
import org.qkdn.node.v1.Application;

/** How the filling of one application's store goes; used by one thread at a time. */
final class Filling {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration DEMAND_HOLDS = Duration.ofSeconds(60);

    private int inFlight;
    private int failures;
    private String lastFailure = "";
    private String link = "";
    private Instant notBefore = Instant.EPOCH;
    private long demandedBlocks;
    private Instant demandEnds = Instant.EPOCH;

    int inFlight() {
        return inFlight;
    }

    /** Why the last relay failed; empty when it did not. */
    String lastFailure() {
        return lastFailure;
    }

    /** Forgets the failures of another link. */
    void use(String newLink) {
        if (!newLink.equals(link)) {
            link = newLink;
            failures = 0;
            lastFailure = "";
            notBefore = Instant.EPOCH;
        }
    }

    /** A request was larger than the store: hold more for a while. */
    void demand(long blocks, Instant now) {
        demandedBlocks = blocks;
        demandEnds = now.plus(DEMAND_HOLDS);
    }

    long target(int usual, Instant now) {
        return now.isBefore(demandEnds) ? Math.max(usual, demandedBlocks) : usual;
    }

    boolean mayStart(Instant now) {
        return !now.isBefore(notBefore);
    }

    void started(Application application, Instant now) {
        inFlight++;
        long limit = application.getMaxBandwidthBps();
        if (limit > 0) {
            notBefore = now.plusNanos(8_000_000_000L * KeyId.MAX_BLOCK / limit);
        }
    }

    void succeeded() {
        inFlight--;
        failures = 0;
        lastFailure = "";
    }

    void failed(String overLink, String reason, Instant now) {
        inFlight--;
        if (overLink.equals(link)) {
            lastFailure = reason;
            var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures++, 10));
            notBefore = now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        }
    }
}
