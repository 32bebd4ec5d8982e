package org.qkdn.lkms.supply;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.UsedRanges;

/** One-time pads for the relay, from the stores of PHYS links. What is answered here was burnt on disk before. */
public final class PadStore {
    /** Own blocks too short for the pads asked for that are kept for shorter pads; older ones are burnt. */
    private static final int KEPT_FRAGMENTS = 4;

    private static final Origin DIRECT = new Origin(true, 1, "");

    private final KeyDatabase database;

    public PadStore(KeyDatabase database) {
        this.database = database;
    }

    /** Outcome of a request for a pad. */
    public sealed interface Pad {
        /** The caller closes the bytes. */
        record Burnt(UUID block, int offset, KeyBytes key) implements Pad {}

        record Missing(String reason) implements Pad {}
    }

    /** A pad of own bytes, for a message this end sends. */
    public CompletableFuture<Pad> allot(StoreId link, int length) {
        return database.submit(blocks -> {
            blocks.burnFragments(link, length, KEPT_FRAGMENTS);
            var room = blocks.ownWithRoom(link, length);
            if (room.isEmpty()) {
                long bytes = blocks.levels(1, 1)
                        .getOrDefault(link, org.qkdn.lkms.store.Level.EMPTY)
                        .ownBytes();
                return new Pad.Missing("the store of link " + link.id() + " has no own block with " + length
                        + " unused bytes (" + bytes + " bytes in all)");
            }
            try (var block = room.get()) {
                int offset = block.firstFree();
                var next = block.used().with(offset, length).orElseThrow();
                blocks.spend(block, next);
                return new Pad.Burnt(block.id(), offset, block.content().slice(offset, length));
            }
        });
    }

    /** The pad the neighbour named, from a block the neighbour owns, for a message this end receives. */
    public CompletableFuture<Pad> take(StoreId link, UUID id, int offset, int length) {
        return database.submit(blocks -> {
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
                return new Pad.Burnt(id, offset, block.content().slice(offset, length));
            }
        });
    }

    /** Stores a block that both ends now hold; false where it was there before. */
    public CompletableFuture<Boolean> add(StoreId link, UUID id, Owner owner, KeyBytes key) {
        return database.submit(blocks -> blocks.insert(link, id, owner, DIRECT, key, UsedRanges.NONE));
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
