package org.qkdn.emulator.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Kills processes by SIGKILL at moments drawn beforehand: each when so many keys have been delivered, and a random while
 * later; sometimes two at about the same time.
 */
final class Killer implements Runnable {
    private static final int LONGEST_DELAY_MILLIS = 1_500;
    private static final int POLL_MILLIS = 5;

    private final List<Kill> plan;
    private final List<KillableProcess> victims;
    private final Ledger ledger;
    private volatile boolean stopped;
    private final AtomicInteger kills = new AtomicInteger();

    private record Kill(long afterDeliveries, int victim, int delayMillis) {}

    Killer(int kills, long deliveries, List<KillableProcess> victims, Ledger ledger, RandomGenerator random) {
        this.plan = plan(kills, deliveries, victims.size(), random);
        this.victims = victims;
        this.ledger = ledger;
    }

    private static List<Kill> plan(int kills, long deliveries, int victims, RandomGenerator random) {
        var plan = new ArrayList<Kill>();
        while (plan.size() < kills) {
            long at = random.nextLong(deliveries);
            do {
                plan.add(new Kill(at, random.nextInt(victims), random.nextInt(LONGEST_DELAY_MILLIS)));
            } while (plan.size() < kills && random.nextInt(5) == 0);
        }
        plan.sort(Comparator.comparingLong(Kill::afterDeliveries).thenComparing(Kill::delayMillis));
        return plan;
    }

    @Override
    public void run() {
        try {
            for (var kill : plan) {
                while (ledger.deliveries() < kill.afterDeliveries()) {
                    if (stopped) {
                        return;
                    }
                    Thread.sleep(POLL_MILLIS);
                }
                Thread.sleep(kill.delayMillis());
                victims.get(kill.victim()).killAndRestart();
                kills.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            ledger.fault("a killed process cannot be started again: " + e.getMessage());
        }
    }

    void stop() {
        stopped = true;
    }

    int kills() {
        return kills.get();
    }
}
