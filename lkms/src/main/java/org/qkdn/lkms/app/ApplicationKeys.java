package org.qkdn.lkms.app;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.StoredBlock;
import org.qkdn.lkms.store.UsedRanges;
import org.qkdn.node.v1.Application;

/**
 * The keys of applications: cut from own blocks for a master SAE, found again in the other end's blocks for a slave SAE.
 * Use is on disk before a key leaves.
 */
public final class ApplicationKeys {
    /** A rest shorter than this (the default key) is given up with the last key before it, at both ends. */
    private static final int SMALLEST_REST = 32;

    /** Own blocks too short for the keys asked for that are kept for shorter keys; older ones are burnt. */
    private static final int KEPT_FRAGMENTS = 4;

    private final KeyDatabase database;
    private final CurrentAssignment assignment;

    public ApplicationKeys(KeyDatabase database, CurrentAssignment assignment) {
        this.database = database;
        this.assignment = assignment;
    }

    /** A key on its way out; the receiver closes it. */
    public record DeliveredKey(UUID id, KeyBytes key, Origin origin) {}

    /** Outcome of cutting new keys. */
    public sealed interface Cut {
        record Keys(List<DeliveredKey> keys) implements Cut {}

        record TooFew(long available) implements Cut {}
    }

    /** Outcome of asking for keys by their IDs: all of them or none. */
    public sealed interface Found {
        record Keys(List<DeliveredKey> keys) implements Found {}

        record Missing() implements Found {}

        /** One of the keys was not meant for the caller. */
        record NotForCaller() implements Found {}
    }

    /** Number of keys of this size that can be cut now. */
    public CompletableFuture<Long> available(Application application, int bytes) {
        var store = StoreId.application(application.getAppId());
        return database.submit(blocks -> blocks.ownPieces(store, bytes));
    }

    public CompletableFuture<Cut> cut(Application application, int number, int bytes) {
        var store = StoreId.application(application.getAppId());
        return database.submit(blocks -> {
            long available = blocks.ownPieces(store, bytes);
            if (available < number) {
                return new Cut.TooFew(available);
            }
            blocks.burnFragments(store, bytes, KEPT_FRAGMENTS);
            var keys = new ArrayList<DeliveredKey>(number);
            while (keys.size() < number) {
                try (var block = blocks.ownWithRoom(store, bytes).orElseThrow()) {
                    cutFrom(blocks, block, number, bytes, keys);
                }
            }
            blocks.addDelivered(store, 8L * bytes * number);
            return new Cut.Keys(keys);
        });
    }

    private static void cutFrom(BlockTable blocks, StoredBlock block, int number, int bytes, List<DeliveredKey> keys)
            throws SQLException {
        var content = block.content();
        int begin = block.firstFree();
        int end = begin;
        while (keys.size() < number && end + bytes <= content.length()) {
            int rest = content.length() - end - bytes;
            boolean last = rest < SMALLEST_REST;
            var id = KeyId.of(block.store().id(), block.id(), content, end, bytes, last);
            keys.add(new DeliveredKey(id.toUuid(), content.slice(end, bytes), block.origin()));
            end = last ? content.length() : end + bytes;
        }
        blocks.spend(block, block.used().with(begin, end - begin).orElseThrow());
    }

    /** Keys the caller was named for as slave by the master, by their IDs. */
    public CompletableFuture<Found> find(String caller, String master, List<UUID> ids) {
        return database.submit(blocks -> {
            try (var search = new Search(blocks)) {
                return search.find(caller, master, ids);
            }
        });
    }

    /**
     * Stores blocks that both ends now have, of {@link KeyId#MAX_BLOCK} bytes each (the last may be shorter), under ids
     * that count up as {@link Batch} says; false where one of them was stored before.
     */
    public CompletableFuture<Boolean> add(StoreId store, UUID first, Owner owner, Origin origin, KeyBytes blocks) {
        return database.submit(table -> add(table, store, first, owner, origin, blocks));
    }

    private static boolean add(BlockTable table, StoreId store, UUID first, Owner owner, Origin origin, KeyBytes blocks)
            throws SQLException {
        var check = UsedRanges.NONE.with(0, KeyId.CHECK_KEY).orElseThrow();
        var batch = Batch.of(first, blocks.length());
        boolean isNew = true;
        for (int i = 0; i < batch.blocks(); i++) {
            int from = i * KeyId.MAX_BLOCK;
            try (var block = blocks.slice(from, Math.min(KeyId.MAX_BLOCK, blocks.length() - from))) {
                isNew &= table.insert(store, batch.id(i), owner, origin, block, check);
            }
        }
        return isNew;
    }

    private final class Search implements AutoCloseable {
        private final BlockTable table;
        private final List<StoredBlock> read = new ArrayList<>();
        private final IdentityHashMap<StoredBlock, UsedRanges> ledgers = new IdentityHashMap<>();

        Search(BlockTable table) {
            this.table = table;
        }

        Found find(String caller, String master, List<UUID> ids) throws SQLException {
            var places = new ArrayList<Place>();
            boolean complete = true;
            for (var id : ids) {
                var place = place(id);
                var application = place.flatMap(found ->
                        assignment.get().application(found.block.store().id()));
                if (application.isEmpty()) {
                    complete = false;
                } else if (!application.get().getLocalSaeId().equals(caller)) {
                    return new Found.NotForCaller();
                } else {
                    complete &= application.get().getRemoteSaeId().equals(master) && use(place.get());
                    places.add(place.get());
                }
            }
            return complete ? hand(places) : new Found.Missing();
        }

        private Optional<Place> place(UUID uuid) throws SQLException {
            var parsed = KeyId.parse(uuid);
            if (parsed.isEmpty()) {
                return Optional.empty();
            }
            var id = parsed.get();
            for (var block : candidates(id.blockHigh())) {
                if (id.isOf(block.store().id(), block.id(), block.content())) {
                    return Optional.of(new Place(uuid, id, block));
                }
            }
            return Optional.empty();
        }

        private List<StoredBlock> candidates(long high) throws SQLException {
            var known = read.stream()
                    .filter(block -> block.id().getMostSignificantBits() == high)
                    .toList();
            if (!known.isEmpty()) {
                return known;
            }
            var found = table.peerBlocksOfApplications(high);
            read.addAll(found);
            found.forEach(block -> ledgers.put(block, block.used()));
            return found;
        }

        private boolean use(Place place) {
            int end = place.id.last() ? place.block.content().length() : place.id.offset() + place.id.length();
            var next = ledgers.get(place.block).with(place.id.offset(), end - place.id.offset());
            next.ifPresent(used -> ledgers.put(place.block, used));
            return next.isPresent();
        }

        private Found hand(List<Place> places) throws SQLException {
            for (var block : read) {
                if (!ledgers.get(block).equals(block.used())) {
                    table.spend(block, ledgers.get(block));
                }
            }
            var keys = new ArrayList<DeliveredKey>(places.size());
            for (var place : places) {
                var key = place.block.content().slice(place.id.offset(), place.id.length());
                keys.add(new DeliveredKey(place.uuid, key, place.block.origin()));
                table.addDelivered(place.block.store(), 8L * key.length());
            }
            return new Found.Keys(keys);
        }

        @Override
        public void close() {
            read.forEach(StoredBlock::close);
        }
    }

    private record Place(UUID uuid, KeyId id, StoredBlock block) {}
}
