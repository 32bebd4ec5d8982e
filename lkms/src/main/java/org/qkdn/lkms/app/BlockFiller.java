package org.qkdn.lkms.app;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Level;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Application;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills applications' stores: the emptiest first, but by priority where links are short of pads. Batches are as large as
 * what is missing and as the links have lately carried.
 */
public final class BlockFiller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockFiller.class);
    private static final int LARGEST_KEY = 128;
    private static final int PER_APPLICATION = 2;

    /** Half of what the other end keeps by default, so that blocks its SAE has not asked for yet are not pushed out. */
    private static final long MOST_DEMANDED = 128;

    private static final Duration SCARCITY_HOLDS = Duration.ofSeconds(5);

    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final BatchFill fill;
    private final Function<Application, Optional<String>> objection;
    private final int targetBlocks;
    private final int mostInFlight;
    private final ObjIntConsumer<BlockRelay.Outcome> ended;
    private final InstantSource clock = InstantSource.system();
    private final Map<String, Filling> fillings = new HashMap<>();
    private final Map<String, Instant> scarceUntil = new HashMap<>();
    private final Set<Batch> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private final ExecutorService relays = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread loop =
            Thread.ofPlatform().daemon().name("block-filler").unstarted(this::run);
    private int inFlight;
    private volatile boolean closed;

    /**
     * @param objection why an application is not to be filled, if it is not
     * @param targetBlocks own blocks to hold for each application, more while more is asked for
     * @param mostInFlight batches on their way at once, over all applications
     * @param ended told how each batch ended, and of how many blocks it was
     */
    public BlockFiller(
            KeyDatabase database,
            CurrentAssignment assignment,
            BatchFill fill,
            Function<Application, Optional<String>> objection,
            int targetBlocks,
            int mostInFlight,
            ObjIntConsumer<BlockRelay.Outcome> ended) {
        this.database = database;
        this.assignment = assignment;
        this.fill = fill;
        this.objection = objection;
        this.targetBlocks = targetBlocks;
        this.mostInFlight = mostInFlight;
        this.ended = ended;
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
        int blocks = Math.ceilDiv(number, perBlock) + 1;
        filling(application).demand(blocks, targetBlocks, MOST_DEMANDED, clock.instant());
        wake();
    }

    /** As {@link #demand}, for so many bytes from as many blocks as it takes. */
    public void demandBytes(Application application, int bytes) {
        int perBlock = KeyId.MAX_BLOCK - KeyId.CHECK_KEY;
        demand(application, (bytes + perBlock - 1) / perBlock, perBlock);
    }

    /** Why an application's store is not filled, for an operator; empty when it is. */
    public synchronized String reason(Application application) {
        if (application.getRemoteNodeId().isEmpty()) {
            return "the node of SAE " + application.getRemoteSaeId() + " is not known yet";
        }
        return application.getBackingLinkIdsCount() == 0
                ? "no link is assigned to relay over"
                : objection.apply(application).orElseGet(() -> filling(application)
                        .lastFailure());
    }

    /** True while the block of this name is on its way to the other end. */
    public boolean isUnderWay(UUID block) {
        return underWay.stream().anyMatch(batch -> batch.contains(block));
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
        while (startNext(levels)) {
            LOG.trace("a batch was started");
        }
    }

    private record Next(Application application, long held, long missing, int blocks, boolean broken) {
        int priority() {
            return application.getPriority();
        }
    }

    /** False where nothing more is to be started now. */
    private synchronized boolean startNext(Map<StoreId, Level> levels) {
        var current = assignment.get();
        fillings.keySet().removeIf(id -> current.application(id).isEmpty());
        if (closed || inFlight >= mostInFlight) {
            return false;
        }
        var now = clock.instant();
        scarceUntil.values().removeIf(now::isAfter);
        var all = current.applications().stream()
                .map(application -> next(application, levels, now))
                .toList();
        var next = all.stream()
                .filter(one -> one.blocks > 0 && all.stream().noneMatch(other -> goesFirst(other, one)))
                .min(Comparator.comparingLong(Next::held).thenComparing(one -> -one.priority()));
        next.ifPresent(chosen -> start(chosen, now));
        return next.isPresent();
    }

    private Next next(Application application, Map<StoreId, Level> levels, Instant now) {
        var store = StoreId.application(application.getAppId());
        var filling = filling(application);
        long held = levels.getOrDefault(store, Level.EMPTY).ownRoomy() + filling.blocks();
        if (application.getBackingLinkIdsCount() == 0
                || application.getRemoteNodeId().isEmpty()
                || objection.apply(application).isPresent()) {
            return new Next(application, held, 0, 0, false);
        }
        filling.use(application.getBackingLinkIdsList());
        long missing = Math.max(0, filling.target(targetBlocks, now) - held);
        int blocks = filling.relays() < PER_APPLICATION && missing > 0 ? filling.next(application, missing, now) : 0;
        return new Next(application, held, missing, blocks, filling.isBroken());
    }

    /**
     * Where pads of a link are short, they are left to the higher priority as long as it lacks blocks, also while it pauses;
     * but not to one that fails for other reasons.
     */
    private boolean goesFirst(Next other, Next one) {
        return other.priority() > one.priority()
                && other.missing > 0
                && !other.broken
                && other.application.getBackingLinkIdsList().stream()
                        .anyMatch(link -> scarceUntil.containsKey(link)
                                && one.application.getBackingLinkIdsList().contains(link));
    }

    private Filling filling(Application application) {
        return fillings.computeIfAbsent(application.getAppId(), id -> new Filling());
    }

    private void start(Next next, Instant now) {
        inFlight++;
        var filling = filling(next.application);
        filling.started(next.application, next.blocks, now);
        relays.execute(() -> fillOne(next.application, next.blocks, filling));
    }

    private void fillOne(Application application, int blocks, Filling filling) {
        BlockRelay.Outcome outcome;
        var batch = Batch.random(blocks);
        underWay.add(batch);
        try {
            outcome = fill.fill(application, batch);
        } catch (UncheckedIOException e) {
            // no random numbers: nothing was relayed, nothing is lost
            finish(
                    application,
                    blocks,
                    filling,
                    new BlockRelay.Outcome.Failed(e.getCause().getMessage()));
            return;
        } catch (RuntimeException e) {
            outcome = new BlockRelay.Outcome.Failed("relayed blocks could not be stored: " + e.getMessage());
        } finally {
            underWay.remove(batch);
        }
        account(application, batch, outcome);
        finish(application, blocks, filling, outcome);
    }

    /** What may have reached the other end and is not kept here is burnt, and counted as that. */
    private void account(Application application, Batch batch, BlockRelay.Outcome outcome) {
        switch (outcome) {
            case BlockRelay.Outcome.Failed failed -> addLost(application, batch, Account.Cause.UNACKNOWLEDGED);
            case BlockRelay.Outcome.Mismatch mismatch -> addLost(application, batch, Account.Cause.MISMATCH);
            case BlockRelay.Outcome.Done done -> {}
            case BlockRelay.Outcome.PadsShort few -> {}
            case BlockRelay.Outcome.TooMany many -> {}
        }
    }

    private void addLost(Application application, Batch batch, Account.Cause cause) {
        var ignored = database.submit(blocks -> {
            blocks.addLost(
                    StoreId.application(application.getAppId()), cause, ApplicationKeys.usableBits(batch.bytes()));
            return true;
        });
    }

    private void finish(Application application, int blocks, Filling filling, BlockRelay.Outcome outcome) {
        ended.accept(outcome, blocks);
        goOn(application, blocks, filling, outcome);
    }

    private synchronized void goOn(Application application, int blocks, Filling filling, BlockRelay.Outcome outcome) {
        inFlight--;
        var now = clock.instant();
        var before = filling.lastFailure();
        var wasBroken = filling.isBroken();
        filling.ended(application.getBackingLinkIdsList(), blocks, outcome, now);
        if (outcome instanceof BlockRelay.Outcome.PadsShort) {
            application.getBackingLinkIdsList().forEach(link -> scarceUntil.put(link, now.plus(SCARCITY_HOLDS)));
        }
        // what comes after a want of pads may be worse, and must not go unseen
        var news = before.isEmpty() ? !filling.lastFailure().isEmpty() : filling.isBroken() && !wasBroken;
        if (news && !closed) {
            LOG.warn("application {}: {}", application.getAppId(), filling.lastFailure());
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
    }
}
