package org.qkdn.controller.karaf;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * When this member may begin to program the network. OpenDaylight gives the task to another member as soon as one is out of reach,
 * which may live and not know it yet: so a successor waits until the {@link Tenure} of any member that is missing has ended. One
 * that stood still itself waits as well, until it can have noticed what happened meanwhile.
 */
final class Succession implements AutoCloseable {
    /**
     * Since a member was missed. With the settings in {@code pekko.conf} one that is cut off is missed by the others after 3 s at the
     * earliest, misses them after 3.75 s at the latest and looks again within 0.2 s; one that stands still ends 4 s after it last
     * looked.
     */
    static final Duration WAIT = Duration.ofSeconds(2);

    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final Supplier<Optional<Membership>> cluster;
    private final LongSupplier clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("succession").daemon().factory());
    /** When each member was last reached, or first known to be missing. */
    private final Map<String, Long> last = new HashMap<>();

    private Optional<Long> lastLook = Optional.empty();
    private Optional<Long> resumed = Optional.empty();

    private Succession(Supplier<Optional<Membership>> cluster, LongSupplier clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Watches the cluster from now on. */
    static Succession watch() {
        var succession = new Succession(Membership::now, System::nanoTime);
        var unused = succession.thread.scheduleWithFixedDelay(
                succession::isOpen, 0, Membership.BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        return succession;
    }

    /** That does nothing by itself. {@code clock} counts nanoseconds. */
    static Succession of(Supplier<Optional<Membership>> cluster, LongSupplier clock) {
        return new Succession(cluster, clock);
    }

    /** Whether nobody else can be programming any more, and this member is in touch with the greater part of the cluster. */
    synchronized boolean isOpen() {
        long now = clock.getAsLong();
        if (lastLook.filter(before -> now - before > STANDSTILL.toNanos()).isPresent()) {
            resumed = Optional.of(now);
        }
        lastLook = Optional.of(now);
        var seen = cluster.get();
        if (seen.isEmpty()) {
            return false;
        }
        var reachable = seen.get().reachable();
        seen.get().members().forEach(member -> last.putIfAbsent(member, now));
        reachable.forEach(member -> last.put(member, now));
        return seen.get().goesOn()
                && resumed.stream().allMatch(since -> now - since >= WAIT.toNanos())
                && last.entrySet().stream()
                        .allMatch(member ->
                                reachable.contains(member.getKey()) || now - member.getValue() >= WAIT.toNanos());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
