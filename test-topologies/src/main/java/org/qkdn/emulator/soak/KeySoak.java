package org.qkdn.emulator.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.qkdn.emulator.soak.Association.End;

/**
 * No key twice, no key wrong: SAEs at both ends of a chain of nodes fetch keys while the nodes' processes are killed. What
 * the SAEs got is compared, and at the end the stores are emptied and the accounts of both ends are held against each
 * other.
 */
public final class KeySoak {
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);
    private static final Duration STANDSTILL = Duration.ofMinutes(2);
    private static final int LOOK_MILLIS = 100;

    private static final End ALPHA = new End("ALPHA", "sae-alpha");
    private static final End BRAVO = new End("BRAVO", "sae-bravo");
    private static final End CHARLIE = new End("CHARLIE", "sae-charlie");
    private static final End DELTA = new End("DELTA", "sae-delta");
    private static final End ECHO = new End("ECHO", "sae-echo");

    /** Over the whole chain, and over parts of it that end in its middle. */
    public static final List<Association> ASSOCIATIONS =
            List.of(new Association(ALPHA, ECHO), new Association(ALPHA, CHARLIE), new Association(BRAVO, DELTA));

    private final NodeChain chain;
    private final long deliveries;
    private final Killer killer;
    private final List<Traffic> traffic = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private final PrintStream out;

    /** @param chain started with {@link #ASSOCIATIONS} */
    public KeySoak(NodeChain chain, long deliveries, int kills, long seed, PrintStream out) throws IOException {
        this.chain = chain;
        this.deliveries = deliveries;
        this.out = out;
        var random = new Random(seed);
        this.killer = new Killer(kills, deliveries, chain.processes(), ledger, random);
        for (var association : ASSOCIATIONS) {
            traffic.add(traffic(association.one(), association.other(), association, random.nextLong()));
            traffic.add(traffic(association.other(), association.one(), association, random.nextLong()));
        }
    }

    private Traffic traffic(End master, End slave, Association association, long seed) throws IOException {
        return new Traffic(
                new KeyStream(master, slave, association.applicationId()),
                chain.sae(master),
                chain.sae(slave),
                ledger,
                new Random(seed));
    }

    /** All that is wrong; empty where each key came once and right, and every lost one is accounted for. */
    public List<String> run() throws IOException, InterruptedException {
        var workers = traffic.stream().map(Thread::startVirtualThread).toList();
        var killing = Thread.startVirtualThread(killer);
        var end = deliver();
        killer.stop();
        traffic.forEach(Traffic::stop);
        killing.join();
        for (var worker : workers) {
            worker.join();
        }
        if (ledger.faults().isEmpty()) {
            chain.casualty().ifPresent(ledger::fault);
        }
        if (ledger.faults().isEmpty()) {
            out.printf("%s; emptying the stores%n", end);
            new Accounts(chain, traffic, ledger, killer.kills(), out).settle();
        }
        return ledger.faults();
    }

    private String deliver() throws InterruptedException {
        var begin = Instant.now();
        var lastLine = begin;
        var lastMoved = begin;
        long before = 0;
        long atLastLine = 0;
        while (ledger.deliveries() < deliveries && ledger.faults().isEmpty()) {
            Thread.sleep(LOOK_MILLIS);
            var now = Instant.now();
            long delivered = ledger.deliveries();
            lastMoved = delivered > before ? now : lastMoved;
            before = delivered;
            if (Duration.between(lastLine, now).compareTo(PROGRESS_EVERY) >= 0) {
                long rate = (delivered - atLastLine)
                        * 1000
                        / Duration.between(lastLine, now).toMillis();
                out.printf(
                        "%4d s: %7d keys delivered, %3d kills, %5d keys/s%n",
                        Duration.between(begin, now).toSeconds(), delivered, killer.kills(), rate);
                lastLine = now;
                atLastLine = delivered;
            }
            if (Duration.between(lastMoved, now).compareTo(STANDSTILL) >= 0) {
                ledger.fault("no key was delivered for " + STANDSTILL.toSeconds() + " s");
            }
            // one that is just being killed is no casualty: it is back when this looks
            chain.casualty().ifPresent(ledger::fault);
        }
        long millis = Math.max(1, Duration.between(begin, Instant.now()).toMillis());
        return "%d keys delivered in %d s (%d keys/s), %d kills"
                .formatted(ledger.deliveries(), millis / 1000, ledger.deliveries() * 1000 / millis, killer.kills());
    }
}
