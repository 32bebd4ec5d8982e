package org.qkdn.lkms.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.qkdn.lkms.app.ApplicationKeys.DeliveredKey;
import org.qkdn.lkms.app.ApplicationKeys.Found;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.DrawnFor;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.StoredBlock;
import org.qkdn.lkms.store.UsedRanges;

/**
 * A slave SAE's search for keys by their IDs, within one transaction: among those drawn for it, and in the blocks of its
 * applications.
 */
final class KeySearch implements AutoCloseable {
    private final BlockTable table;
    private final Assignment assignment;
    private final Instant now;
    private final DrawnFor wanted;
    private final Map<Shelf, List<StoredBlock>> read = new HashMap<>();
    private final IdentityHashMap<StoredBlock, UsedRanges> ledgers = new IdentityHashMap<>();

    KeySearch(BlockTable table, Assignment assignment, Instant now, String caller, String master) {
        this.table = table;
        this.assignment = assignment;
        this.now = now;
        this.wanted = new DrawnFor(caller, master);
    }

    /** Blocks that may hold a key. */
    private record Shelf(StoreId.Kind kind, long idHigh) {}

    /** Where a key was found. {@code length} as delivered, {@code spent} with the rest that is given up. */
    private record Place(UUID id, StoredBlock block, int offset, int length, int spent) {}

    private sealed interface Lookup {
        record Here(Place place) implements Lookup {}

        record Nowhere() implements Lookup {}

        record ForOthers() implements Lookup {}
    }

    /** One key of others fails the request as unauthorised, also where another is missing (ETSI GS QKD 014 5.4). */
    Found find(List<UUID> ids) {
        var places = new ArrayList<Place>(ids.size());
        for (var id : ids) {
            switch (look(id)) {
                case Lookup.Here(var place) -> {
                    if (use(place)) {
                        places.add(place);
                    }
                }
                case Lookup.Nowhere none -> {}
                case Lookup.ForOthers others -> {
                    return new Found.NotForCaller();
                }
            }
        }
        return places.size() == ids.size() ? hand(places) : new Found.Missing();
    }

    private Lookup look(UUID id) {
        Lookup found = new Lookup.Nowhere();
        for (var block : blocks(new Shelf(StoreId.Kind.DRAWN, id.getMostSignificantBits()))) {
            if (block.id().equals(id)) {
                var holder = DrawnFor.of(block.store());
                if (holder.slave().equals(wanted.slave())) {
                    return drawn(holder, id, block);
                }
                found = new Lookup.ForOthers();
            }
        }
        var cut = KeyId.parse(id);
        if (cut.isPresent()) {
            for (var block :
                    blocks(new Shelf(StoreId.Kind.APPLICATION, cut.get().blockHigh()))) {
                if (cut.get().isOf(block.store().id(), block.id(), block.content())) {
                    return inApplication(id, cut.get(), block, found);
                }
            }
        }
        return wasDrawn(id) ? new Lookup.Nowhere() : found;
    }

    private Lookup drawn(DrawnFor holder, UUID id, StoredBlock block) {
        boolean alive = block.created().isAfter(now.minus(holder.timeToLive(assignment)));
        return alive && holder.equals(wanted)
                ? new Lookup.Here(new Place(
                        id, block, 0, block.content().length(), block.content().length()))
                : new Lookup.Nowhere();
    }

    private Lookup inApplication(UUID id, KeyId key, StoredBlock block, Lookup otherwise) {
        var assigned = assignment.application(block.store().id());
        if (assigned.isEmpty()) {
            return otherwise;
        }
        var application = assigned.get();
        if (!application.getLocalSaeId().equals(wanted.slave())) {
            return wasDrawn(id) ? new Lookup.Nowhere() : new Lookup.ForOthers();
        }
        // the slave may ask for a key that the master got in its last second
        long ttl = 2L * application.getTtlSeconds();
        boolean alive = ttl == 0 || !block.created().isBefore(now.minusSeconds(ttl));
        int spent = key.last() ? block.content().length() - key.offset() : key.length();
        return alive && application.getRemoteSaeId().equals(wanted.master())
                ? new Lookup.Here(new Place(id, block, key.offset(), key.length(), spent))
                : new Lookup.Nowhere();
    }

    /** True where the caller was named for the key and has got it. */
    private boolean wasDrawn(UUID id) {
        return table.has(wanted.store(), id);
    }

    private List<StoredBlock> blocks(Shelf shelf) {
        var known = read.get(shelf);
        if (known != null) {
            return known;
        }
        var found = table.peerBlocks(shelf.kind, shelf.idHigh);
        read.put(shelf, found);
        found.forEach(block -> ledgers.put(block, block.used()));
        return found;
    }

    private boolean use(Place place) {
        var next = ledgers.get(place.block).with(place.offset, place.spent);
        next.ifPresent(used -> ledgers.put(place.block, used));
        return next.isPresent();
    }

    private Found hand(List<Place> places) {
        for (var change : ledgers.entrySet()) {
            if (!change.getValue().equals(change.getKey().used())) {
                table.spend(change.getKey(), change.getValue());
            }
        }
        var keys = new ArrayList<DeliveredKey>(places.size());
        for (var place : places) {
            var key = place.block.content().slice(place.offset, place.length);
            keys.add(new DeliveredKey(place.id, key, place.block.origin()));
            if (place.block.store().kind() == StoreId.Kind.APPLICATION) {
                table.addDelivered(place.block.store(), 8L * key.length());
                table.addBurnt(place.block.store(), Account.Cause.FRAGMENT, 8L * (place.spent - place.length));
            }
        }
        return new Found.Keys(keys);
    }

    @Override
    public void close() {
        ledgers.keySet().forEach(StoredBlock::close);
    }
}
