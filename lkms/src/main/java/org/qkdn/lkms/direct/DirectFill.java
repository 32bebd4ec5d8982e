package org.qkdn.lkms.direct;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.app.BatchFill;
import org.qkdn.lkms.app.BlockRelay.Outcome;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.combine.Combinations;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.supply.LinkStores;
import org.qkdn.lkms.supply.Modules;
import org.qkdn.lkms.supply.PadStore;
import org.qkdn.node.v1.AllotPad;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.DirectKeysGrpc;
import org.qkdn.node.v1.LinkRange;

/**
 * Where an application's two ends are the two ends of one slow link: own bytes of the link's store become its keys. They are
 * burnt on disk in the link's store first, then moved at the other end, and stored here last; what is lost on the way is
 * never used again, and the other end burns it when it asks for its fate.
 */
public final class DirectFill implements BatchFill {
    /** One key of 512 bit. */
    private static final int LEAST_BYTES = 64;

    private static final int MOST_BYTES = 7 * LEAST_BYTES;
    private static final long DEADLINE_SECONDS = 5;

    private final KeyDatabase database;
    private final ApplicationKeys keys;
    private final CurrentAssignment assignment;
    private final PeerNodes peers;
    private final Modules modules;
    private final PadStore pads;
    private final LinkStores links;
    private final RandomBlocks random;
    private final int targetBlocks;

    /** @param targetBlocks as many keys are held for each application as so many relayed blocks would give */
    public DirectFill(
            KeyDatabase database,
            ApplicationKeys keys,
            CurrentAssignment assignment,
            PeerNodes peers,
            Modules modules,
            PadStore pads,
            LinkStores links,
            RandomBlocks random,
            int targetBlocks) {
        this.database = database;
        this.keys = keys;
        this.assignment = assignment;
        this.peers = peers;
        this.modules = modules;
        this.pads = pads;
        this.links = links;
        this.random = random;
        this.targetBlocks = targetBlocks;
    }

    /** Whether the application is filled so; all others are relayed for. */
    public boolean serves(Application application) {
        return Combinations.comeWhole(application)
                && application.getBackingLinkIdsCount() == 1
                && assignment
                        .get()
                        .link(application.getBackingLinkIds(0))
                        .filter(link -> link.getRemoteNodeId().equals(application.getRemoteNodeId()))
                        .filter(modules::isSlow)
                        .isPresent()
                && peer(application).isPresent();
    }

    private Optional<Channel> peer(Application application) {
        return peers.channel(application.getRemoteNodeId());
    }

    @Override
    public Outcome fill(Application application, Batch batch) {
        for (int i = 0; i < batch.blocks(); i++) {
            var outcome = fillOne(application, batch, i);
            if (!(outcome instanceof Outcome.Done)) {
                return i == 0 ? outcome : new Outcome.Done();
            }
        }
        return new Outcome.Done();
    }

    private Outcome fillOne(Application application, Batch batch, int index) {
        long most = (long) targetBlocks * MOST_BYTES / LEAST_BYTES;
        if (keys.available(application, LEAST_BYTES).join() >= most) {
            return new Outcome.PadsShort("as many keys as are wanted are stored");
        }
        var link = application.getBackingLinkIds(0);
        // nothing is kept back: no answer is waited for that would need a pad of this link
        var wanted = new PadStore.Wanted(LEAST_BYTES, MOST_BYTES, AllotPad.Purpose.ANSWER, application.getPriority());
        return switch (pads.allot(StoreId.link(link), wanted).join()) {
            case PadStore.Pad.Missing missing -> new Outcome.PadsShort(missing.reason());
            case PadStore.Pad.Burnt burnt -> {
                try (var key = burnt.key();
                        var check = random.bytes(ApplicationKeys.CHECK_KEY_BYTES);
                        var content = behind(check, key)) {
                    links.flow(link).consumed(8L * key.length());
                    yield move(application, link, batch.only(index), burnt, check, content);
                }
            }
        };
    }

    private Outcome move(
            Application application,
            String link,
            Batch block,
            PadStore.Pad.Burnt burnt,
            KeyBytes check,
            KeyBytes content) {
        var store = StoreId.application(application.getAppId());
        try {
            var moved = DirectKeysGrpc.newBlockingStub(peer(application).orElseThrow())
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .move(LinkRange.newBuilder()
                            .setLinkId(link)
                            .setLinkBlockId(burnt.block().toString())
                            .setOffset(burnt.offset())
                            .setLengthBytes(burnt.key().length())
                            .setAppId(application.getAppId())
                            .setBlockId(block.first().toString())
                            .setCheckKey(UnsafeByteOperations.unsafeWrap(check.toArray()))
                            .build());
            keys.add(store, block.first(), Owner.OWN, assignment.get().originOver(link), content)
                    .join();
            return moved.isInitialized() ? new Outcome.Done() : new Outcome.PadsShort("no answer");
        } catch (StatusRuntimeException e) {
            boolean counted = database.call(blocks -> {
                blocks.addLost(store, Account.Cause.UNACKNOWLEDGED, ApplicationKeys.usableBits(content.length()));
                return true;
            });
            return new Outcome.PadsShort("the neighbour did not take over keys of the link (" + e.getMessage()
                    + "), they are " + (counted ? "burnt" : "lost"));
        }
    }

    static KeyBytes behind(KeyBytes check, KeyBytes key) {
        var all = new byte[check.length() + key.length()];
        check.copyTo(all, 0);
        key.copyTo(all, check.length());
        return KeyBytes.owning(all);
    }
}
