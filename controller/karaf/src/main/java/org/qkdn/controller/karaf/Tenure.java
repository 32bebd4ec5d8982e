package org.qkdn.controller.karaf;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.qkdn.controller.southbound.Mandate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time for which this member may program the network: until it first finds itself out of touch with the greater part of the
 * cluster, for from then on the others may have given its task to another one; and no longer than {@link #LIMIT} after it last looked,
 * for a process that stood still sees the cluster as it was. It is not renewed: nothing tells a member for sure that it was not
 * replaced. So this process then ends, to be started anew.
 *
 * @see Succession what the other one waits for
 */
final class Tenure implements Mandate, AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

    private final BooleanSupplier inTouch;
    private final LongSupplier clock;
    private final Runnable end;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("tenure").daemon().factory());
    /** When this member last found itself in touch. */
    private volatile long last;

    private volatile boolean over;

    private Tenure(BooleanSupplier inTouch, LongSupplier clock, long begun, Runnable end) {
        this.inTouch = inTouch;
        this.clock = clock;
        this.end = end;
        last = begun;
    }

    /**
     * Begins.
     *
     * @param begun when this member was last known to be in touch, as {@link System#nanoTime} counts
     * @param end is called once it is over
     */
    static Tenure begin(long begun, Runnable end) {
        var tenure =
                new Tenure(() -> Membership.now().map(Membership::goesOn).orElse(false), System::nanoTime, begun, end);
        var unused = tenure.thread.scheduleWithFixedDelay(
                tenure::look, 0, Membership.BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        return tenure;
    }

    /** That does nothing by itself. {@code clock} counts nanoseconds. */
    static Tenure of(BooleanSupplier inTouch, LongSupplier clock, Runnable end) {
        return new Tenure(inTouch, clock, clock.getAsLong(), end);
    }

    void look() {
        // before the question: it may stand still between it and the answer
        long now = clock.getAsLong();
        if (!isOver(now) && inTouch.getAsBoolean()) {
            last = now;
            return;
        }
        over = true;
        LOG.error("{}: this process ends, to be started again", reason(now));
        thread.shutdown();
        end.run();
    }

    @Override
    public void require() throws IOException {
        long now = clock.getAsLong();
        if (isOver(now)) {
            throw new IOException(reason(now));
        }
    }

    private boolean isOver(long now) {
        return over || now - last > LIMIT.toNanos();
    }

    private String reason(long now) {
        return "last in touch with the greater part of the cluster "
                + Duration.ofNanos(now - last).toMillis() + " ms ago: another member may program the network by now";
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
