package org.qkdn.lkms.app;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.lkms.app.ApplicationKeys.DeliveredKey;
import org.qkdn.lkms.assignment.DrawnFor;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.UsedRanges;

/** Keys that wait here for one of several slave SAEs of the same key; {@link ApplicationKeys#find} hands them out. */
public final class DrawnKeys {
    private final KeyDatabase database;

    public DrawnKeys(KeyDatabase database) {
        this.database = database;
    }

    /** Stores copies of all of them, or none where one of the IDs was used before; true: they are on disk. */
    public CompletableFuture<Boolean> keep(DrawnFor whom, List<DeliveredKey> keys) {
        var store = whom.store();
        return database.submit(blocks -> {
            for (var key : keys) {
                if (blocks.has(store, key.id())) {
                    return false;
                }
            }
            for (var key : keys) {
                blocks.insert(store, key.id(), Owner.PEER, key.origin(), key.key(), UsedRanges.NONE);
            }
            return true;
        });
    }

    /** Removes those that are still there. */
    public CompletableFuture<Boolean> burn(DrawnFor whom, List<UUID> ids) {
        var store = whom.store();
        return database.submit(blocks -> {
            for (var id : ids) {
                var found = blocks.find(store, id, Owner.PEER);
                if (found.isPresent()) {
                    try (var block = found.get()) {
                        blocks.spend(
                                block, block.used().with(0, block.remaining()).orElseThrow());
                    }
                }
            }
            return true;
        });
    }
}
