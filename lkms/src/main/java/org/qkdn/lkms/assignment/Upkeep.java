package org.qkdn.lkms.assignment;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Burns what nobody will ask for: keys past their time, drawn or not, stores no longer assigned, and the oldest of the other end's
 * blocks beyond a bound (those the other end has burnt without our knowing).
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration SPENT_NAMES_KEPT = Duration.ofDays(1);

    /** A share whose batch was not combined by then never will be. */
    private static final Duration SHARES_WAIT = Duration.ofSeconds(30);

    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final int mostPeerBlocks;
    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("key-upkeep").factory());

    public Upkeep(KeyDatabase database, CurrentAssignment assignment, int mostPeerBlocks) {
        this.database = database;
        this.assignment = assignment;
        this.mostPeerBlocks = mostPeerBlocks;
    }

    public void start() {
        var ignored = timer.scheduleWithFixedDelay(this::tidy, 1, 1, TimeUnit.SECONDS);
    }

    private void tidy() {
        try {
            // read inside, so that no store assigned meanwhile is taken for an old one
            database.call(blocks -> {
                tidy(blocks, assignment.get());
                return true;
            });
        } catch (CompletionException e) {
            LOG.warn("the key stores cannot be tidied: {}", e.getMessage());
        }
    }

    private void tidy(BlockTable blocks, Assignment current) {
        long now = clock.instant().getEpochSecond();
        blocks.retain(current.stores());
        blocks.forgetSpentBefore(now - SPENT_NAMES_KEPT.toSeconds());
        for (var link : current.links()) {
            blocks.burnOldestOfPeer(StoreId.link(link.getLinkId()), mostPeerBlocks);
        }
        for (var application : current.applications()) {
            var store = StoreId.application(application.getAppId());
            blocks.burnOldestOfPeer(store, mostPeerBlocks);
            long ttl = application.getTtlSeconds();
            if (ttl > 0) {
                // the slave may ask for a key that the master got in its last second
                blocks.burnOlderThan(store, Owner.OWN, now - ttl);
                blocks.burnOlderThan(store, Owner.PEER, now - 2 * ttl);
            }
        }
        for (var store : blocks.levels(1, 1).keySet()) {
            if (store.kind() == StoreId.Kind.SHARE) {
                blocks.burnOlderThan(store, Owner.PEER, now - SHARES_WAIT.toSeconds());
            }
            if (store.kind() == StoreId.Kind.DRAWN) {
                long ttl = DrawnFor.of(store).timeToLive(current).toSeconds();
                blocks.burnOlderThan(store, Owner.PEER, now - ttl);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
