package org.qkdn.bench.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.forwarding.relay.RelayOutcome;

/**
 * {@code ./qkdn bench relay}: key relayed over one hop against a bare TLS pipe, in turns, and what a hop adds to the time from a
 * relay to its acknowledgement. Figures are per core and hop: bits of key by the processor time of the whole process, which is both ends of
 * the hop, collector and compiler included.
 */
public final class RelayBench {
    private static final int[] SIZES = {65_536, 4096, 512};
    private static final int ROUNDS = 5;
    private static final int WARM_UP = 2;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int LATENCY_SAMPLES = 4000;

    private RelayBench() {}

    private record Rate(double perCore, double perSecond, Micros each) {}

    /** Processor time of one relay: of the sender's connection and caller, the receiver's connection, and all else. */
    private record Micros(double sender, double receiver, double shared) {}

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("qkdn-bench");
        var names = IntStream.rangeClosed(0, 3).mapToObj(Chain::name).toList();
        var pki = Pki.open(folder, names, List.of(), Clock.systemUTC());
        System.out.println(
                "Relay over one hop against a bare TLS pipe; Gbit/s of key per core (both ends together), median of "
                        + ROUNDS + " rounds each, in turns");
        System.out.println(
                "| bytes | relay | pipe | ratio | wall clock: relay | pipe | us of sender's connection | receiver's | all else | calls of Allot per relay |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        var sizes = arguments.length == 0
                ? SIZES
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (int size : sizes) {
            compare(pki, size);
        }
        System.out.println();
        latencies(pki);
        System.exit(0);
    }

    private static void compare(Pki pki, int size) throws IOException, InterruptedException {
        List<Rate> relay = new ArrayList<>();
        List<Rate> bare = new ArrayList<>();
        var keys = new PreparedKeys();
        var relayed = new LongAdder();
        try (var chain = new Chain(pki, 1, keys);
                var pipe = new BarePipe(pki, frameLength(size))) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                var ours = relayRound(chain, size, relayed);
                var theirs = pipeRound(pipe, size);
                if (round >= 0) {
                    relay.add(ours);
                    bare.add(theirs);
                }
            }
        }
        double ours = median(relay, Rate::perCore);
        double theirs = median(bare, Rate::perCore);
        System.out.printf(
                "| %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.1f | %.1f | %.1f | %.3f |%n",
                size,
                ours,
                theirs,
                ours / theirs,
                median(relay, Rate::perSecond),
                median(bare, Rate::perSecond),
                median(relay, rate -> rate.each().sender()),
                median(relay, rate -> rate.each().receiver()),
                median(relay, rate -> rate.each().shared()),
                (double) keys.leases() / relayed.sum());
    }

    /** Length prefix, head, blocks, tag. */
    private static int frameLength(int size) {
        return 4 + 117 + 32 + 6 + size + 16;
    }

    private static Rate relayRound(Chain chain, int size, LongAdder relayed) throws InterruptedException {
        var window = new Semaphore(window(size));
        var failed = new LongAdder();
        var done = new LongAdder();
        var before = Cpu.now();
        long start = System.nanoTime();
        while (System.nanoTime() - start < ROUND.toNanos()) {
            window.acquire();
            chain.relay(new byte[size], outcome -> {
                if (outcome instanceof RelayOutcome.Delivered) {
                    done.increment();
                } else {
                    failed.increment();
                }
                window.release();
            });
        }
        window.acquire(window(size));
        if (failed.sum() > 0) {
            throw new IllegalStateException(failed.sum() + " relays failed");
        }
        relayed.add(done.sum());
        return rate(done.sum(), size, before, start);
    }

    private static Rate pipeRound(BarePipe pipe, int size) throws InterruptedException {
        var window = new Semaphore(window(size));
        var done = new LongAdder();
        pipe.answered(() -> {
            done.increment();
            window.release();
        });
        var before = Cpu.now();
        long start = System.nanoTime();
        int unflushed = 0;
        while (System.nanoTime() - start < ROUND.toNanos()) {
            if (!window.tryAcquire()) {
                pipe.flush();
                unflushed = 0;
                window.acquire();
            }
            pipe.write();
            if (++unflushed >= 32) {
                pipe.flush();
                unflushed = 0;
            }
        }
        pipe.flush();
        window.acquire(window(size));
        return rate(done.sum(), size, before, start);
    }

    /** Relays under way at a time: 1 MiB, and no more than may wait. */
    private static int window(int size) {
        return Math.min(96, (1 << 20) / size);
    }

    private static Rate rate(long relays, int size, Cpu before, long start) {
        double bits = 8.0 * relays * size;
        var used = Cpu.now().since(before);
        double each = relays * 1e3;
        return new Rate(
                bits / used.process(),
                bits / (System.nanoTime() - start),
                new Micros(
                        used.sender() / each,
                        used.receiver() / each,
                        (used.process() - used.sender() - used.receiver()) / each));
    }

    private static void latencies(Pki pki) throws IOException, InterruptedException {
        System.out.println("Time from relay to acknowledgement of one block of 512 bytes, one at a time, microseconds");
        System.out.println("| hops | median | p99 |");
        System.out.println("|---|---|---|");
        var medians = new double[4];
        for (int hops = 1; hops <= 3; hops++) {
            try (var chain = new Chain(pki, hops, new PreparedKeys())) {
                latency(chain);
                var sorted = latency(chain);
                medians[hops] = sorted[sorted.length / 2] / 1e3;
                System.out.printf(
                        "| %d | %.0f | %.0f |%n", hops, medians[hops], sorted[sorted.length * 99 / 100] / 1e3);
            }
        }
        System.out.printf("each hop adds %.0f%n", (medians[3] - medians[1]) / 2);
    }

    private static long[] latency(Chain chain) throws InterruptedException {
        var nanos = new long[LATENCY_SAMPLES];
        var arrived = new Semaphore(0);
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            chain.relay(new byte[512], outcome -> arrived.release());
            arrived.acquire();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static double median(List<Rate> rates, java.util.function.ToDoubleFunction<Rate> figure) {
        return rates.stream()
                .mapToDouble(figure)
                .sorted()
                .skip(rates.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
