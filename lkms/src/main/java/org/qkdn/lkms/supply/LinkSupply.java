package org.qkdn.lkms.supply;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.UsedRanges;
import org.qkdn.node.v1.LinkStore;
import org.qkdn.node.v1.SupplyAnnouncement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the own half of one PHYS link's store filled: takes keys from the module, announces their IDs to the
 * neighbour, and stores them once the neighbour has them too. A block that no one confirms was never more than memory.
 * While the neighbour confirms, several blocks are on their way at once: one waits for two modules, two disks and the way
 * there and back.
 */
final class LinkSupply implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkSupply.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Blocks on their way at once while the neighbour confirms; else one, for what is under way is lost in a crash. */
    private static final int MOST_UNDER_WAY = 8;

    /** How often an announcement that reached the neighbour is repeated before its block is given up. */
    private static final int ATTEMPTS = 5;

    /** Bytes of a block: less than the first only where the store is near empty, never more than the second. */
    private static final int USUAL_BLOCK = 4096;

    private static final int SMALLEST_BLOCK = 1024;

    /** Of a slow module: one key of 512 bit. */
    private static final int SLOW_BLOCK = 64;

    /** As many keys as one announcement can name. */
    private static final int MOST_KEYS = 256;

    private final LinkStore link;
    private final StoreId store;
    private final Modules modules;
    private final PadStore pads;
    private final SupplyAnnouncer announcer;
    private final Flow flow;
    private final int targetBytes;
    private final Thread thread;
    private final ExecutorService announcements = Executors.newVirtualThreadPerTaskExecutor();
    private int underWay;
    private int bytesUnderWay;
    private boolean confirmed;
    private volatile String reason = "";
    private volatile boolean closed;

    LinkSupply(LinkStore link, Modules modules, PadStore pads, SupplyAnnouncer announcer, Flow flow, int targetBytes) {
        this.link = link;
        this.store = StoreId.link(link.getLinkId());
        this.modules = modules;
        this.pads = pads;
        this.announcer = announcer;
        this.flow = flow;
        this.targetBytes = targetBytes;
        this.thread = Thread.ofVirtual().name("supply-" + link.getLinkId()).unstarted(this);
    }

    void start() {
        thread.start();
    }

    LinkStore link() {
        return link;
    }

    /** Why the store is not filled, for an operator; empty when it is. */
    String reason() {
        return reason;
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                Thread.sleep(step());
            } catch (InterruptedException e) {
                return;
            } catch (CompletionException | IllegalStateException e) {
                say("the key database fails: " + e.getMessage());
                return;
            }
        }
    }

    private Duration step() throws InterruptedException {
        // a slow module is emptied also while others have its turn
        if (!link.getEnabled() && !modules.isSlow(link)) {
            reason = "the link is not enabled";
            return LONGEST_PAUSE;
        }
        var module = modules.of(link);
        var peer = modules.peerSae(link);
        if (module.isEmpty() || peer.isEmpty()) {
            say(
                    module.isEmpty()
                            ? "no module with interface " + link.getInterfaceId() + " is configured at this LKMS"
                            : "node " + link.getRemoteNodeId() + " is not a configured peer of this LKMS");
            return LONGEST_PAUSE;
        }
        long held = pads.ownBytes(store) + awaitTurn(module.get().isInOrder());
        if (held >= targetBytes) {
            reason = "";
            return PAUSE;
        }
        try {
            return supply(module.get(), peer.get(), held);
        } catch (RefusedException e) {
            say(e.getMessage());
            return PAUSE;
        }
    }

    private Duration supply(KeySource module, String peer, long held) throws RefusedException, InterruptedException {
        var invitation = module.invitation(peer);
        if (!invitation.isEmpty() && !invite(invitation)) {
            return PAUSE;
        }
        boolean slow = modules.isSlow(link);
        int least = held < USUAL_BLOCK ? SMALLEST_BLOCK : USUAL_BLOCK;
        var wanted = slow
                ? new KeySource.Wanted(SLOW_BLOCK, SLOW_BLOCK, MOST_KEYS)
                : new KeySource.Wanted(least, USUAL_BLOCK, MOST_KEYS);
        try (var keys = module.take(peer, wanted)) {
            var block = keys.joined();
            var name = slow ? UUID.randomUUID() : BlockName.of(block);
            var announcement = announcement(name, keys.ids(), 8 * keys.keyBytes());
            begun(block.length());
            try {
                announcements.execute(() -> announce(announcement, block));
            } catch (RejectedExecutionException e) {
                block.close(); // this supply has been closed meanwhile
            }
        }
        return Duration.ZERO;
    }

    /** Waits until one more block may be on its way, and tells how many bytes are. */
    private synchronized int awaitTurn(boolean inOrder) throws InterruptedException {
        while (underWay >= (confirmed && !inOrder ? MOST_UNDER_WAY : 1)) {
            wait();
        }
        return bytesUnderWay;
    }

    private synchronized void begun(int bytes) {
        underWay++;
        bytesUnderWay += bytes;
    }

    private synchronized void ended(int bytes) {
        underWay--;
        bytesUnderWay -= bytes;
        notifyAll();
    }

    private synchronized void confirmed(boolean now) {
        confirmed = now;
        notifyAll();
    }

    /** An announcement without keys. */
    private boolean invite(List<String> ids) {
        return switch (announcer.announce(announcement(UUID.randomUUID(), ids, 0))) {
            case SupplyAnnouncer.Outcome.Confirmed confirmed -> true;
            case SupplyAnnouncer.Outcome.Failed failed -> {
                say(failed.reason());
                yield false;
            }
        };
    }

    private SupplyAnnouncement announcement(UUID block, List<String> ids, int keySizeBits) {
        return SupplyAnnouncement.newBuilder()
                .setLinkId(link.getLinkId())
                .setBlockId(block.toString())
                .addAllKeyIds(ids)
                .setKeySizeBits(keySizeBits)
                .build();
    }

    private void announce(SupplyAnnouncement announcement, KeyBytes block) {
        try (block) {
            if (!confirm(announcement)) {
                LOG.warn("link {}: a block of {} bit is given up: {}", link.getLinkId(), 8L * block.length(), reason);
                return;
            }
            var id = UUID.fromString(announcement.getBlockId());
            var used = modules.isSlow(link) ? UsedRanges.NONE : BlockName.used();
            pads.add(store, id, Owner.OWN, block, used).join();
            flow.filled(8L * block.length());
            reason = "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CompletionException | IllegalStateException e) {
            say("the key database fails: " + e.getMessage());
        } finally {
            ended(block.length());
        }
    }

    /** False where the neighbour was reached and would not confirm, again and again. */
    private boolean confirm(SupplyAnnouncement announcement) throws InterruptedException {
        var pause = PAUSE;
        for (int attempts = 0; attempts < ATTEMPTS; ) {
            switch (announcer.announce(announcement)) {
                case SupplyAnnouncer.Outcome.Confirmed yes -> {
                    confirmed(true);
                    return true;
                }
                case SupplyAnnouncer.Outcome.Failed failed -> {
                    confirmed(false);
                    say(failed.reason());
                    attempts += failed.unreachable() ? 0 : 1;
                }
            }
            Thread.sleep(pause);
            pause = Optional.of(pause.multipliedBy(2))
                    .filter(longer -> longer.compareTo(LONGEST_PAUSE) < 0)
                    .orElse(LONGEST_PAUSE);
        }
        return false;
    }

    private void say(String why) {
        if (!why.equals(reason) && reason.isEmpty()) {
            LOG.info("link {}: {}", link.getLinkId(), why);
        }
        reason = why;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        announcements.shutdownNow();
    }
}
