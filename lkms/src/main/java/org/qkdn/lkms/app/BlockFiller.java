package org.qkdn.lkms.app;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Level;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Application;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills applications' stores: draws random blocks and relays them, the emptiest store first. A block is stored, as own,
 * only when the relay has acknowledged it; what fails or is cut short by a crash was never more than memory.
 */
public final class BlockFiller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockFiller.class);
    private static final int LARGEST_KEY = 128;
    private static final int PER_APPLICATION = 2;
    private static final long MOST_DEMANDED = 16;

    private final KeyDatabase database;
    private final ApplicationKeys keys;
    private final CurrentAssignment assignment;
    private final BlockRelay relay;
    private final int targetBlocks;
    private final int mostInFlight;
    private final InstantSource clock = InstantSource.system();
    private final RandomBlocks random = new RandomBlocks();
    private final Map<String, Filling> fillings = new HashMap<>();
    private final Semaphore wake = new Semaphore(0);
    private final ExecutorService relays = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread loop =
            Thread.ofPlatform().daemon().name("block-filler").unstarted(this::run);
    private int inFlight;
    private volatile boolean closed;

    public BlockFiller(
            KeyDatabase database,
            ApplicationKeys keys,
            CurrentAssignment assignment,
            BlockRelay relay,
            int targetBlocks,
            int mostInFlight) {
        this.database = database;
        this.keys = keys;
        this.assignment = assignment;
        this.relay = relay;
        this.targetBlocks = targetBlocks;
        this.mostInFlight = mostInFlight;
    }

    public void start() {
        assignment.onChange(this::wake);
        loop.start();
    }

    /** Looks at the stores again at once. */
    public void wake() {
        wake.release();
    }

    /** A request for so many keys of this size could not be met: hold enough for it for a while. */
    public synchronized void demand(Application application, int number, int bytes) {
        int perBlock = (KeyId.MAX_BLOCK - KeyId.CHECK_KEY) / bytes;
        long blocks = Math.min(MOST_DEMANDED, (number + perBlock - 1) / perBlock + 1);
        filling(application).demand(blocks, clock.instant());
        wake();
    }

    /** Why an application's store is not filled, for an operator; empty when it is. */
    public synchronized String reason(Application application) {
        if (application.getRemoteNodeId().isEmpty()) {
            return "the node of SAE " + application.getRemoteSaeId() + " is not known yet";
        }
        return application.getBackingLinkIdsCount() == 0
                ? "no link is assigned to relay over"
                : filling(application).lastFailure();
    }

    private void run() {
        while (!closed) {
            try {
                if (wake.tryAcquire(500, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                fill();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("application stores cannot be filled: {}", e.getMessage());
            }
        }
    }

    private void fill() {
        var levels = database.call(blocks -> blocks.levels(LARGEST_KEY, 1));
        var current = assignment.get();
        for (var next = next(current, levels); next.isPresent(); next = next(current, levels)) {
            start(next.get());
        }
    }

    private synchronized Optional<Application> next(Assignment current, Map<StoreId, Level> levels) {
        fillings.keySet().removeIf(id -> current.application(id).isEmpty());
        if (closed || inFlight >= mostInFlight) {
            return Optional.empty();
        }
        var now = clock.instant();
        return current.applications().stream()
                .filter(application -> wantsBlock(application, levels, now))
                .min(Comparator.comparingLong((Application application) -> held(application, levels))
                        .thenComparing(Application::getPriority, Comparator.reverseOrder()));
    }

    private boolean wantsBlock(Application application, Map<StoreId, Level> levels, Instant now) {
        if (application.getBackingLinkIdsCount() == 0
                || application.getRemoteNodeId().isEmpty()) {
            return false;
        }
        var filling = filling(application);
        filling.use(application.getBackingLinkIds(0));
        return filling.inFlight() < PER_APPLICATION
                && filling.mayStart(now)
                && held(application, levels) < filling.target(targetBlocks, now);
    }

    private long held(Application application, Map<StoreId, Level> levels) {
        var store = StoreId.application(application.getAppId());
        return levels.getOrDefault(store, Level.EMPTY).ownRoomy()
                + filling(application).inFlight();
    }

    private Filling filling(Application application) {
        return fillings.computeIfAbsent(application.getAppId(), id -> new Filling());
    }

    private synchronized void start(Application application) {
        inFlight++;
        var filling = filling(application);
        filling.started(application, clock.instant());
        relays.execute(() -> relayOne(application, filling));
    }

    private void relayOne(Application application, Filling filling) {
        var id = UUID.randomUUID();
        BlockRelay.Outcome outcome;
        try (var block = random.draw()) {
            outcome = relay.relay(application.getBackingLinkIds(0), application.getAppId(), id, block);
            if (outcome instanceof BlockRelay.Outcome.Relayed) {
                var origin = assignment.get().originOver(application.getBackingLinkIds(0));
                keys.add(StoreId.application(application.getAppId()), id, Owner.OWN, origin, block)
                        .join();
            }
        } catch (RuntimeException e) {
            outcome = new BlockRelay.Outcome.Failed("a relayed block could not be stored: " + e.getMessage());
        }
        finish(application, filling, outcome);
    }

    private synchronized void finish(Application application, Filling filling, BlockRelay.Outcome outcome) {
        inFlight--;
        switch (outcome) {
            case BlockRelay.Outcome.Relayed relayed -> filling.succeeded();
            case BlockRelay.Outcome.Failed failed -> {
                if (filling.lastFailure().isEmpty() && !closed) {
                    LOG.warn("application {}: {}", application.getAppId(), failed.reason());
                }
                filling.failed(application.getBackingLinkIds(0), failed.reason(), clock.instant());
            }
        }
        wake();
    }

    @Override
    public void close() {
        closed = true;
        wake();
        relays.shutdownNow();
        try {
            loop.join();
            if (!relays.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("a relay did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        random.close();
    }
}
