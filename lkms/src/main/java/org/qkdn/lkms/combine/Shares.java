package org.qkdn.lkms.combine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.combine.Transcript.ShareName;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.UsedRanges;

/**
 * Shares that have arrived and wait for the others. Those of each link are apart, so that no share passes for one that came
 * by another path. Used within one transaction.
 */
final class Shares {
    private final BlockTable table;
    private final String application;

    Shares(BlockTable table, String application) {
        this.table = table;
        this.application = application;
    }

    /** Keeps the shares of a batch. */
    void add(ShareName name, KeyBytes content) {
        var batch = Batch.of(name.first(), content.length());
        for (int i = 0; i < batch.blocks(); i++) {
            try (var share = content.slice(i * Batch.BLOCK_BYTES, Batch.BLOCK_BYTES)) {
                var ignored =
                        table.insert(store(name), batch.id(i), Owner.PEER, Origin.UNKNOWN, share, UsedRanges.NONE);
            }
        }
    }

    /** Removes the shares of a batch and gives their bytes, one for each name; empty, and all burnt, where any is missing. */
    Optional<List<KeyBytes>> take(List<ShareName> names, int blocks) {
        var taken = new ArrayList<KeyBytes>();
        boolean complete = true;
        for (var name : names) {
            var bytes = new byte[blocks * Batch.BLOCK_BYTES];
            complete &= take(name, new Batch(name.first(), blocks), bytes);
            taken.add(KeyBytes.owning(bytes));
        }
        if (complete) {
            return Optional.of(taken);
        }
        taken.forEach(KeyBytes::close);
        return Optional.empty();
    }

    private boolean take(ShareName name, Batch batch, byte[] to) {
        boolean complete = true;
        for (int i = 0; i < batch.blocks(); i++) {
            var found = table.find(store(name), batch.id(i), Owner.PEER);
            complete &= found.isPresent();
            if (found.isPresent()) {
                try (var share = found.get()) {
                    share.content().copyTo(to, i * Batch.BLOCK_BYTES);
                    table.spend(
                            share, UsedRanges.NONE.with(0, Batch.BLOCK_BYTES).orElseThrow());
                }
            }
        }
        return complete;
    }

    private StoreId store(ShareName name) {
        return StoreId.of(StoreId.Kind.SHARE, application + "/" + name.link());
    }
}
