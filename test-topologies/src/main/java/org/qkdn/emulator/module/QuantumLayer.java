package org.qkdn.emulator.module;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.qkdn.emulator.plant.FibrePlant;
import org.qkdn.emulator.plant.PlantState;
import org.qkdn.emulator.topology.MeasuredRate;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The physics of the emulated network: one thread that looks at all modules and the fibre plant ten times a second, and
 * after each change, and lets those pairs make key that can.
 */
public final class QuantumLayer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuantumLayer.class);
    /** By the light of a source so little is made that each end in turn gets enough for a key of 512 bit. */
    private static final int SOURCE_TURN = 2;

    private static final Duration TICK = Duration.ofMillis(100);

    private final PairCheck check;
    private final Supplier<PlantState> plant;
    private final BigDecimal speed;
    private final LongSupplier nanoTime;
    private final Supplier<byte[]> random;
    private final ScheduledExecutorService thread;
    /** Touched by the one thread only. */
    private final Map<ModuleRef, KeyMaking> making = new HashMap<>();

    /** What pairs have made by the light of a source and whose turn is over, by link. */
    private final Map<String, KeyMaking> setAside = new HashMap<>();

    private final SourceBlocks blocks;

    private volatile SortedMap<ModuleRef, EmulatedModule> modules = new TreeMap<>();

    private record KeyMaking(Verdict.Ready pair, SharedKeys keys, Lock lock) {
        boolean joins(Verdict.Ready other) {
            return pair.transmitter().equals(other.transmitter())
                    && pair.receiver().equals(other.receiver());
        }
    }

    /** How far a pair has come: when it will have locked, and what part of a chunk it has made. */
    private static final class Lock {
        /** What it is aligned for; empty while there is no light. */
        private Optional<Verdict.Ready> aligned = Optional.empty();

        private long lockedAt;
        private long last;
        private double bits;
    }

    /**
     * Starts the clockwork.
     *
     * @param speed all rates are multiplied with it
     * @param nanoTime as {@link System#nanoTime()}
     * @param random gives a new chunk of key at each call
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a step reports what goes wrong in it
    public QuantumLayer(
            Topology topology,
            Supplier<PlantState> plant,
            BigDecimal speed,
            LongSupplier nanoTime,
            Supplier<byte[]> random) {
        this.check = new PairCheck(topology, new FibrePlant(topology));
        this.plant = plant;
        this.speed = speed;
        this.blocks = new SourceBlocks(speed);
        this.nanoTime = nanoTime;
        this.random = random;
        this.thread = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().name("quantum-layer").daemon().factory(),
                // news after the end are of no interest
                new ThreadPoolExecutor.DiscardPolicy());
        thread.scheduleWithFixedDelay(this::step, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The modules there are; given once, after they were made. */
    void attach(List<EmulatedModule> all) {
        var sorted = new TreeMap<ModuleRef, EmulatedModule>();
        all.forEach(module -> sorted.put(module.ref(), module));
        modules = sorted;
    }

    /** Something has changed: look now. */
    public void changed() {
        thread.execute(this::step);
    }

    /** How long a pair needs to align itself anew: 1 s over the speed, 0.2 s at least. */
    private long relockNanos() {
        return Math.max(200_000_000L, (long) (1e9 / speed.doubleValue()));
    }

    private void step() {
        try {
            var all = modules;
            var views = new HashMap<ModuleRef, ModuleView>();
            all.forEach((ref, module) -> views.put(ref, module.view()));
            var state = plant.get();
            long now = nanoTime.getAsLong();
            all.forEach((ref, module) ->
                    look(module, views.get(ref), blocks.unlessOver(check.verdict(ref, views, state)), now));
        } catch (RuntimeException e) {
            LOG.error("the emulated quantum layer stumbled", e);
        }
    }

    private void look(EmulatedModule module, ModuleView view, Verdict verdict, long now) {
        var link = view.channel().map(ChannelSetting::linkId).orElse("");
        switch (verdict) {
            case Verdict.NotReady not -> {
                forgetIfOver(module, view);
                pause(module.ref());
                module.report(ModuleReport.idle(view.failed(), link, not.reason()));
            }
            case Verdict.Ready pair -> {
                var made = makingOf(pair, now);
                boolean transmits = pair.transmitter().equals(module.ref());
                if (transmits) {
                    grow(made, pair, now);
                }
                var peer = transmits ? pair.receiver() : pair.transmitter();
                module.share(
                        new KeySupply(peer, transmits ? ModuleRole.TRANSMITTER : ModuleRole.RECEIVER, made.keys()));
                boolean locked = now - made.lock().lockedAt >= 0;
                module.report(
                        locked
                                ? new ModuleReport(false, link, true, faster(pair.rate()), "", Optional.of(peer))
                                : ModuleReport.idle(false, link, "the pair is aligning itself"));
            }
        }
    }

    private KeyMaking makingOf(Verdict.Ready pair, long now) {
        var made = making.get(pair.transmitter());
        if (made == null || !made.pair().linkId().equals(pair.linkId()) || !made.joins(pair)) {
            putAside(pair.transmitter());
            putAside(pair.receiver());
            made = Optional.ofNullable(setAside.remove(pair.linkId()))
                    .filter(before -> before.joins(pair))
                    .orElseGet(() -> new KeyMaking(
                            pair, new SharedKeys(pair.source().isPresent() ? SOURCE_TURN : 1), new Lock()));
            making.put(pair.transmitter(), made);
            making.put(pair.receiver(), made);
        }
        var lock = made.lock();
        if (!lock.aligned.equals(Optional.of(pair))) {
            // new, interrupted, or another way of light
            lock.aligned = Optional.of(pair);
            lock.lockedAt = now + relockNanos();
            lock.last = lock.lockedAt;
            if (pair.source().isEmpty()) {
                lock.bits = 0;
            }
        }
        return made;
    }

    private void grow(KeyMaking made, Verdict.Ready pair, long now) {
        var lock = made.lock();
        long elapsed = now - lock.last;
        if (elapsed > 0) {
            if (pair.source().isPresent()) {
                // a block that is cut short is lost
                var whole = blocks.made(pair.source().get(), elapsed);
                lock.last += whole.nanos();
                lock.bits += whole.bits();
            } else {
                lock.last = now;
                lock.bits += elapsed / 1e9 * faster(pair.rate()).bitsPerSecond();
            }
            long chunks = (long) (lock.bits / (8 * SharedKeys.CHUNK_BYTES));
            lock.bits -= (double) chunks * 8 * SharedKeys.CHUNK_BYTES;
            // a sleeping machine wakes up with much time gone: no more than fills both stores
            int most = 2 * SharedKeys.MAX_OWN_BYTES / SharedKeys.CHUNK_BYTES;
            made.keys().grow((int) Math.min(chunks, most), random);
        }
    }

    /** No light: the pair has to align itself when it comes back. */
    private void pause(ModuleRef module) {
        var made = making.get(module);
        if (made != null) {
            made.lock().aligned = Optional.empty();
        }
    }

    /** A module that is off keeps no key, and one that was given other work only what was made by the light of a source. */
    private void forgetIfOver(EmulatedModule module, ModuleView view) {
        if (!view.powered()) {
            forget(module.ref());
            List.copyOf(setAside.values()).stream()
                    .filter(made -> isOf(made, module.ref()))
                    .forEach(this::forget);
            return;
        }
        var made = making.get(module.ref());
        var same = view.channel()
                .filter(channel ->
                        made != null && channel.linkId().equals(made.pair().linkId()));
        if (same.isEmpty()) {
            putAside(module.ref());
        }
    }

    private static boolean isOf(KeyMaking made, ModuleRef module) {
        return made.pair().transmitter().equals(module)
                || made.pair().receiver().equals(module);
    }

    private void putAside(ModuleRef module) {
        var made = making.get(module);
        if (made == null) {
            return;
        }
        if (made.pair().source().isEmpty()) {
            forget(made);
            return;
        }
        List.copyOf(setAside.values()).stream()
                .filter(other -> other.joins(made.pair()))
                .forEach(this::forget);
        making.values().removeIf(made::equals);
        made.lock().aligned = Optional.empty();
        setAside.put(made.pair().linkId(), made);
    }

    private void forget(ModuleRef module) {
        Optional.ofNullable(making.get(module)).ifPresent(this::forget);
    }

    private void forget(KeyMaking made) {
        making.values().removeIf(made::equals);
        setAside.values().removeIf(made::equals);
        unshare(made.pair().transmitter(), made.pair().receiver());
        unshare(made.pair().receiver(), made.pair().transmitter());
        made.keys().destroy();
    }

    private void unshare(ModuleRef module, ModuleRef peer) {
        Optional.ofNullable(modules.get(module)).ifPresent(there -> there.unshare(peer));
    }

    private MeasuredRate faster(MeasuredRate rate) {
        var bits = BigDecimal.valueOf(rate.bitsPerSecond()).multiply(speed).longValue();
        return new MeasuredRate(bits, rate.qberPpm());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
