package org.qkdn.lkms.supply;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.StoredBlock;
import org.qkdn.lkms.store.UsedRanges;
import org.qkdn.node.v1.AllotPad;

/** One-time pads for the relay, from the stores of PHYS links. What is answered here was burnt on disk before. */
public final class PadStore {
    /** Own blocks too short for the pads asked for that are kept for shorter pads; older ones are burnt. */
    private static final int KEPT_FRAGMENTS = 4;

    private static final Origin DIRECT = new Origin(true, 1, "");

    private static final int HIGHEST_PRIORITY = 7;

    private final KeyDatabase database;
    private final int reserveBytes;

    /** The reserve of each link is used only to answer what is under way. */
    public PadStore(KeyDatabase database, int reserveBytes) {
        this.database = database;
        this.reserveBytes = reserveBytes;
    }

    /** Outcome of a request for a pad. */
    public sealed interface Pad {
        /** The caller closes the bytes; so many more could still be had by the same request, 0 where nobody may ask. */
        record Burnt(UUID block, int offset, KeyBytes key, long leftBytes) implements Pad {}

        record Missing(String reason) implements Pad {}
    }

    /**
     * What is asked for.
     *
     * @param least the shortest range of use, in bytes
     * @param most the longest
     */
    public record Wanted(int least, int most, AllotPad.Purpose purpose, int priority) {}

    /**
     * A pad of own bytes, for a message this end sends; from one block, the oldest that gives the shortest range of use.
     * What is relayed leaves a reserve, the more of it the lower its priority, so that where the store runs low the lower
     * priorities are refused first, and what is under way can always be answered.
     */
    public CompletableFuture<Pad> allot(StoreId link, Wanted wanted) {
        return database.submit(blocks -> {
            blocks.burnFragments(link, wanted.least, KEPT_FRAGMENTS);
            long own = blocks.ownPieces(link, 1);
            long free = own - floor(wanted);
            var room = free < wanted.least ? Optional.<StoredBlock>empty() : blocks.ownWithRoom(link, wanted.least);
            if (room.isEmpty()) {
                return new Pad.Missing("the store of link " + link.id() + " has no own block with " + wanted.least
                        + " unused bytes (" + own + " bytes in all, " + floor(wanted) + " of them kept back)");
            }
            try (var block = room.get()) {
                int length = (int) Math.min(Math.min(wanted.most, free), block.remaining());
                int offset = block.firstFree();
                blocks.spend(block, block.used().with(offset, length).orElseThrow());
                return new Pad.Burnt(block.id(), offset, block.content().slice(offset, length), free - length);
            }
        });
    }

    private long floor(Wanted wanted) {
        return switch (wanted.purpose) {
            case ANSWER -> 0;
            case BLOCK, UNRECOGNIZED -> {
                int below = HIGHEST_PRIORITY - Math.clamp(wanted.priority, 0, HIGHEST_PRIORITY);
                yield reserveBytes + (long) reserveBytes * below / HIGHEST_PRIORITY;
            }
        };
    }

    /** The pad the neighbour named, from a block the neighbour owns, for a message this end receives. */
    public CompletableFuture<Pad> take(StoreId link, UUID id, int offset, int length) {
        return database.submit(blocks -> take(blocks, link, id, offset, length));
    }

    /** As above, within the caller's transaction. */
    public static Pad take(BlockTable blocks, StoreId link, UUID id, int offset, int length) {
        var found = blocks.find(link, id, Owner.PEER);
        if (found.isEmpty()) {
            return new Pad.Missing("block " + id + " is not in the store of link " + link.id() + " or is used up");
        }
        try (var block = found.get()) {
            var next = block.used().with(offset, length);
            if (next.isEmpty() || offset + length > block.content().length()) {
                return new Pad.Missing("bytes " + offset + " to " + (offset + (long) length) + " of block " + id
                        + " are not there or were used before");
            }
            blocks.spend(block, next.get());
            return new Pad.Burnt(id, offset, block.content().slice(offset, length), 0);
        }
    }

    /** Stores a block that both ends now hold, part of which was used before; false where it was there before. */
    public CompletableFuture<Boolean> add(StoreId link, UUID id, Owner owner, KeyBytes key, UsedRanges used) {
        return database.submit(blocks -> blocks.insert(link, id, owner, DIRECT, key, used));
    }

    /** True where the block is in the link's store or was. */
    public boolean knows(StoreId link, UUID id) {
        return database.call((BlockTable blocks) -> blocks.has(link, id));
    }

    /** Unused bytes of own blocks. */
    public long ownBytes(StoreId link) {
        return database.call(blocks -> blocks.ownPieces(link, 1));
    }
}
