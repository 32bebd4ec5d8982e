package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.plan.Breakdown;
import org.qkdn.controller.core.plan.DryRun;
import org.qkdn.controller.core.plan.Hypothesis;
import org.qkdn.controller.core.service.ServiceState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once after a start, when the network has come to rest, failures of spans are tried out in dry runs. What they come to is
 * of no interest; but the first failure in earnest then finds the code that answers it compiled, and is answered as fast
 * as all later ones.
 */
public final class Rehearsal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final Duration MOST = Duration.ofSeconds(10);
    private static final int MOST_FAILURES = 100;

    private final Supplier<NetworkState> present;
    private final Duration pause;
    private final Thread thread;

    private Rehearsal(Supplier<NetworkState> present, Duration pause) {
        this.present = present;
        this.pause = pause;
        thread = Thread.ofPlatform()
                .name("rehearsal")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::run);
    }

    public static Rehearsal start(Supplier<NetworkState> present) {
        return start(present, Duration.ofMillis(500));
    }

    /** @param pause from look to look at whether the network has come to rest */
    static Rehearsal start(Supplier<NetworkState> present, Duration pause) {
        Rehearsal rehearsal = new Rehearsal(present, pause);
        rehearsal.thread.start();
        return rehearsal;
    }

    private void run() {
        try {
            while (!isAtRest(present.get())) {
                Thread.sleep(pause);
            }
            rehearse();
        } catch (InterruptedException e) {
            LOG.debug("stopped before the network came to rest");
        } catch (RuntimeException e) {
            // of no consequence to the network, and never silent
            LOG.warn("the rehearsal of failures broke off", e);
        }
    }

    private static boolean isAtRest(NetworkState state) {
        return state.discovered()
                && state.services().values().stream()
                        .noneMatch(service -> service.status() == ServiceState.Status.PENDING);
    }

    private void rehearse() {
        long begun = System.nanoTime();
        int count = 0;
        for (String span : List.copyOf(present.get().plant().spans().keySet())) {
            if (Thread.currentThread().isInterrupted()
                    || count == MOST_FAILURES
                    || System.nanoTime() - begun > MOST.toNanos()) {
                break;
            }
            var broken = new Breakdown(Set.of(span), Set.of(), Set.of(), Set.of(), Set.of());
            if (DryRun.of(present.get(), new Hypothesis(List.of(), broken, List.of()))
                    instanceof DryRun.Result.Predicted) {
                count++;
            }
        }
        LOG.info("rehearsed {} failures in {} ms", count, (System.nanoTime() - begun) / 1_000_000);
    }

    /** Whether it is over. */
    boolean isOver() {
        return !thread.isAlive();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
