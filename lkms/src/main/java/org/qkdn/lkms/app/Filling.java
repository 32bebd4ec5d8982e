package org.qkdn.lkms.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.qkdn.node.v1.Application;

/** How the filling of one application's store goes; used by one thread at a time. */
final class Filling {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT_FOR_PADS = Duration.ofSeconds(1);
    private static final Duration DEMAND_HOLDS = Duration.ofSeconds(60);
    private static final long BLOCK_BITS = 8L * KeyId.MAX_BLOCK;
    private static final Duration REFUSAL_HOLDS = Duration.ofSeconds(60);

    private TokenBucket pace = TokenBucket.of(0, Instant.EPOCH);
    private int relays;
    private int blocks;
    private int failures;
    private String lastFailure = "";
    private boolean broken;
    private List<String> links = List.of();
    private Instant notBefore = Instant.EPOCH;
    private long demandedBlocks;
    private Instant demandEnds = Instant.EPOCH;
    private int batch = 1;
    private Instant oneByOneUntil = Instant.EPOCH;

    /** Batches on their way. */
    int relays() {
        return relays;
    }

    /** Blocks on their way. */
    int blocks() {
        return blocks;
    }

    /** Why the last relay failed; empty when it did not. */
    String lastFailure() {
        return lastFailure;
    }

    /** True where the last relay failed, and not for want of pads. */
    boolean isBroken() {
        return broken;
    }

    /** Forgets what went before over other links. */
    void use(List<String> newLinks) {
        if (!newLinks.equals(links)) {
            links = List.copyOf(newLinks);
            failures = 0;
            lastFailure = "";
            broken = false;
            notBefore = Instant.EPOCH;
            batch = 1;
            oneByOneUntil = Instant.EPOCH;
        }
    }

    /** More was asked for than the store held: hold so much for a while, and more with each time it was not enough. */
    void demand(long needed, int usual, long most, Instant now) {
        long grown = now.isBefore(demandEnds) ? 2 * demandedBlocks : 2L * usual;
        demandedBlocks = Math.min(most, Math.max(needed, grown));
        demandEnds = now.plus(DEMAND_HOLDS);
    }

    long target(int usual, Instant now) {
        return now.isBefore(demandEnds) ? Math.max(usual, demandedBlocks) : usual;
    }

    /** How many of the blocks that are missing may start now, as one batch. */
    int next(Application application, long missing, Instant now) {
        if (now.isBefore(notBefore)) {
            return 0;
        }
        int most = now.isBefore(oneByOneUntil) ? 1 : batch;
        long paced = pace(application, now).available(now) / BLOCK_BITS;
        return (int) Math.min(paced, Math.min(missing, most));
    }

    void started(Application application, int number, Instant now) {
        relays++;
        blocks += number;
        pace(application, now).take(number * BLOCK_BITS, now);
    }

    /** A service is filled no faster than its keys may leave. */
    private TokenBucket pace(Application application, Instant now) {
        if (pace.bitsPerSecond() != application.getMaxBandwidthBps()) {
            pace = TokenBucket.of(application.getMaxBandwidthBps(), now);
        }
        return pace;
    }

    void ended(List<String> over, int number, BlockRelay.Outcome outcome, Instant now) {
        relays--;
        blocks -= number;
        if (!over.equals(links)) {
            return;
        }
        broken = outcome instanceof BlockRelay.Outcome.Failed || outcome instanceof BlockRelay.Outcome.Mismatch;
        switch (outcome) {
            case BlockRelay.Outcome.Done done -> {
                failures = 0;
                lastFailure = "";
                batch = Math.max(batch, Math.min(Batch.MOST, 2 * number));
            }
            case BlockRelay.Outcome.PadsShort few -> {
                batch = Math.max(1, number / 2);
                if (number == 1) {
                    pause(few.reason(), LONGEST_WAIT_FOR_PADS, now);
                }
            }
            case BlockRelay.Outcome.TooMany many -> {
                batch = 1;
                oneByOneUntil = now.plus(REFUSAL_HOLDS);
            }
            case BlockRelay.Outcome.Failed failed -> pause(failed.reason(), LONGEST_PAUSE, now);
            case BlockRelay.Outcome.Mismatch mismatch -> pause(mismatch.reason(), LONGEST_PAUSE, now);
        }
    }

    private void pause(String reason, Duration longest, Instant now) {
        lastFailure = reason;
        var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures++, 10));
        notBefore = now.plus(pause.compareTo(longest) < 0 ? pause : longest);
    }
}
