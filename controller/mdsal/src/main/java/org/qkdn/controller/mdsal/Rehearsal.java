package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.service.ServiceState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a start, whenever the network is at rest, the engine is asked what it would do if a link failed, and the next. What it
 * would do is of no interest; but the first failure in earnest then finds the code that answers it compiled, and is
 * answered as fast as all later ones.
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
        return start(present, Duration.ofMillis(100));
    }

    /** @param pause from look to look at whether the network has come to rest */
    static Rehearsal start(Supplier<NetworkState> present, Duration pause) {
        Rehearsal rehearsal = new Rehearsal(present, pause);
        rehearsal.thread.start();
        return rehearsal;
    }

    private void run() {
        try {
            rehearse();
        } catch (InterruptedException e) {
            LOG.debug("stopped before all was rehearsed");
        } catch (RuntimeException e) {
            // of no consequence to the network, and never silent
            LOG.warn("the rehearsal of failures broke off", e);
        }
    }

    private void rehearse() throws InterruptedException {
        long spent = 0;
        int count = 0;
        while (count < MOST_FAILURES && spent < MOST.toNanos()) {
            NetworkState state = atRest();
            var links = List.copyOf(state.links().values());
            if (count >= links.size()) {
                break;
            }
            var link = links.get(count);
            long begun = System.nanoTime();
            Engine.apply(state, new Event.LinkWentDown(link.transmitter().node(), link.id(), "rehearsal"));
            spent += System.nanoTime() - begun;
            count++;
        }
        LOG.info("rehearsed {} failures in {} ms", count, spent / 1_000_000);
    }

    /** Once nothing has happened for a while: the network's own affairs come first. */
    private NetworkState atRest() throws InterruptedException {
        NetworkState seen = present.get();
        while (true) {
            Thread.sleep(pause);
            NetworkState now = present.get();
            if (isCalm(seen, now)) {
                return now;
            }
            seen = now;
        }
    }

    /** Where there are no services, nothing is there to be rehearsed yet. */
    private static boolean isCalm(NetworkState before, NetworkState now) {
        return now.discovered()
                && now.desired().equals(before.desired())
                && !now.services().isEmpty()
                && now.services().values().stream()
                        .noneMatch(service -> service.status() == ServiceState.Status.PENDING);
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
