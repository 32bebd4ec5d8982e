package org.qkdn.lkms.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.BlockFilter;
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
 * Use is on disk before a key leaves; what is past its time to live does not leave, and nothing leaves faster than its
 * application's bandwidth allows, whichever interfaces ask.
 */
public final class ApplicationKeys {
    /** At the begin of each block, never handed out. */
    public static final int CHECK_KEY_BYTES = KeyId.CHECK_KEY;

    /** A rest shorter than this (the default key) and than the key is given up with the last key before it, at both ends. */
    private static final int SMALLEST_REST = 32;

    /** Own blocks too short for the keys asked for that are kept for shorter keys; older ones are burnt. */
    private static final int KEPT_FRAGMENTS = 4;

    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final InstantSource clock;
    private final Bandwidth bandwidth;

    public ApplicationKeys(KeyDatabase database, CurrentAssignment assignment) {
        this(database, assignment, InstantSource.system());
    }

    /** {@code clock} tells how old blocks are. */
    public ApplicationKeys(KeyDatabase database, CurrentAssignment assignment, InstantSource clock) {
        this.database = database;
        this.assignment = assignment;
        this.clock = clock;
        this.bandwidth = new Bandwidth(clock);
    }

    /** A key on its way out; the receiver closes it. */
    public record DeliveredKey(UUID id, KeyBytes key, Origin origin) {}

    /**
     * Keys wanted of one association.
     *
     * @param bytes of each key
     * @param needed which blocks may serve
     * @param preferred which of these serve if they give enough
     */
    public record Order(Application application, int number, int bytes, BlockFilter needed, BlockFilter preferred) {
        public Order(Application application, int number, int bytes) {
            this(application, number, bytes, BlockFilter.ANY, BlockFilter.ANY);
        }

        StoreId store() {
            return StoreId.application(application.getAppId());
        }

        long bits() {
            return 8L * number * bytes;
        }
    }

    /** Outcome of cutting new keys. */
    public sealed interface Cut {
        /**
         * Those of the first order first.
         *
         * @param emptied true where a block came to its end, so that another is wanted
         */
        record Keys(List<DeliveredKey> keys, boolean emptied) implements Cut {}

        /** Of all orders nothing was cut. */
        record TooFew(Application application, long available) implements Cut {}

        /** As {@link TooFew}, and there are enough keys, but not of the needed kind. */
        record OtherKind(Application application) implements Cut {}

        /** The application's bandwidth is used up; it is not after this time, unless others use it first. */
        record TooFast(Application application, Duration after) implements Cut {}
    }

    /** Outcome of cutting key material of any length. */
    public sealed interface PiecesCut {
        /** The receiver closes them. */
        record Pieces(BlockPieces.Cut cut) implements PiecesCut {}

        record TooFew() implements PiecesCut {}

        record TooFast(Duration after) implements PiecesCut {}
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
        return database.submit(blocks -> blocks.ownPieces(store, bytes, alive(application)));
    }

    public CompletableFuture<Cut> cut(Application application, int number, int bytes) {
        return cut(List.of(new Order(application, number, bytes)), Thread::startVirtualThread);
    }

    /**
     * Cuts for all of the orders, which are of different applications, or for none. What hangs on the future runs by the
     * executor, and does not wait there.
     */
    public CompletableFuture<Cut> cut(List<Order> orders, Executor afterwards) {
        for (int i = 0; i < orders.size(); i++) {
            var order = orders.get(i);
            var wait = bandwidth.take(order.application, order.bits());
            if (wait.isPositive()) {
                giveBack(orders.subList(0, i));
                return CompletableFuture.completedFuture(new Cut.TooFast(order.application, wait));
            }
        }
        return database.submit(blocks -> cutAll(blocks, orders), afterwards);
    }

    private void giveBack(List<Order> orders) {
        orders.forEach(order -> bandwidth.giveBack(order.application, order.bits()));
    }

    private Cut cutAll(BlockTable blocks, List<Order> orders) {
        var chosen = new ArrayList<List<StoredBlock>>(orders.size());
        try {
            for (var order : orders) {
                chosen.add(choose(blocks, order));
                if (pieces(chosen.getLast(), order.bytes) < order.number) {
                    giveBack(orders);
                    return shortage(blocks, order);
                }
            }
            var keys = new ArrayList<DeliveredKey>();
            boolean emptied = false;
            for (int i = 0; i < orders.size(); i++) {
                emptied |= cut(blocks, orders.get(i), chosen.get(i), keys);
            }
            return new Cut.Keys(keys, emptied);
        } finally {
            chosen.forEach(some -> some.forEach(StoredBlock::close));
        }
    }

    /** Cuts within the caller's transaction; {@code purpose} as {@link BlockPieces} says. */
    public PiecesCut cutPieces(BlockTable blocks, Application application, int bytes, byte[] purpose) {
        var wait = bandwidth.take(application, 8L * bytes);
        if (wait.isPositive()) {
            return new PiecesCut.TooFast(wait);
        }
        var store = StoreId.application(application.getAppId());
        var cut = BlockPieces.cut(blocks, store, bytes, alive(application), purpose);
        if (cut.isEmpty()) {
            bandwidth.giveBack(application, 8L * bytes);
        }
        return cut.<PiecesCut>map(PiecesCut.Pieces::new).orElseGet(PiecesCut.TooFew::new);
    }

    private List<StoredBlock> choose(BlockTable blocks, Order order) {
        var alive = alive(order.application);
        var needed = alive.and(order.needed);
        if (order.preferred != BlockFilter.ANY) {
            var preferred = blocks.ownFor(order.store(), order.bytes, order.number, needed.and(order.preferred));
            if (pieces(preferred, order.bytes) >= order.number) {
                return preferred;
            }
            preferred.forEach(StoredBlock::close);
        }
        return blocks.ownFor(order.store(), order.bytes, order.number, needed);
    }

    private static int pieces(List<StoredBlock> blocks, int bytes) {
        int pieces = 0;
        for (var block : blocks) {
            pieces += block.remaining() / bytes;
        }
        return pieces;
    }

    private Cut shortage(BlockTable blocks, Order order) {
        long ofAnyKind = blocks.ownPieces(order.store(), order.bytes, alive(order.application));
        return ofAnyKind >= order.number
                ? new Cut.OtherKind(order.application)
                : new Cut.TooFew(order.application, ofAnyKind);
    }

    /** True where a block came to its end. */
    private static boolean cut(BlockTable blocks, Order order, List<StoredBlock> chosen, List<DeliveredKey> keys) {
        int before = keys.size();
        boolean emptied = false;
        for (var block : chosen) {
            emptied |= cutFrom(blocks, block, before + order.number, order.bytes, keys);
        }
        blocks.burnFragments(order.store(), order.bytes, KEPT_FRAGMENTS);
        blocks.addDelivered(order.store(), 8L * order.bytes * order.number);
        return emptied;
    }

    private static boolean cutFrom(
            BlockTable blocks, StoredBlock block, int number, int bytes, List<DeliveredKey> keys) {
        var content = block.content();
        int begin = block.firstFree();
        int end = begin;
        while (keys.size() < number && end + bytes <= content.length()) {
            int rest = content.length() - end - bytes;
            // what still gives a key of this size was counted as one
            boolean last = rest < Math.min(SMALLEST_REST, bytes);
            var id = KeyId.of(block.store().id(), block.id(), content, end, bytes, last);
            keys.add(new DeliveredKey(id.toUuid(), content.slice(end, bytes), block.origin()));
            if (last) {
                blocks.addBurnt(block.store(), Account.Cause.FRAGMENT, 8L * rest);
            }
            end = last ? content.length() : end + bytes;
        }
        blocks.spend(block, block.used().with(begin, end - begin).orElseThrow());
        return end == content.length();
    }

    /** Upkeep burns what is past its time, but not at once. */
    private BlockFilter alive(Application application) {
        return application.getTtlSeconds() == 0
                ? BlockFilter.ANY
                : notBefore(clock.instant().minusSeconds(application.getTtlSeconds()));
    }

    static BlockFilter notBefore(Instant oldest) {
        return (origin, created) -> !created.isBefore(oldest);
    }

    /** Keys the caller was named for as slave by the master, by their IDs. */
    public CompletableFuture<Found> find(String caller, String master, List<UUID> ids) {
        return find(caller, master, ids, Thread::startVirtualThread);
    }

    /** As above; what hangs on the future runs by the executor, and does not wait there. */
    public CompletableFuture<Found> find(String caller, String master, List<UUID> ids, Executor afterwards) {
        return database.submit(
                blocks -> {
                    try (var search = new KeySearch(blocks, assignment.get(), clock.instant(), caller, master)) {
                        return search.find(ids);
                    }
                },
                afterwards);
    }

    /** Bits of blocks in so many bytes that can become keys. */
    public static long usableBits(int bytes) {
        return 8L * (bytes - Math.ceilDiv(bytes, Batch.BLOCK_BYTES) * KeyId.CHECK_KEY);
    }

    /**
     * Stores blocks that both ends now have, of {@link Batch#BLOCK_BYTES} bytes each (the last may be shorter), under ids
     * that count up as {@link Batch} says; false where one of them was stored before.
     */
    public CompletableFuture<Boolean> add(StoreId store, UUID first, Owner owner, Origin origin, KeyBytes blocks) {
        return database.submit(table -> add(table, store, first, owner, origin, blocks));
    }

    /** As above, within the caller's transaction. */
    public static boolean add(
            BlockTable table, StoreId store, UUID first, Owner owner, Origin origin, KeyBytes blocks) {
        var check = UsedRanges.NONE.with(0, KeyId.CHECK_KEY).orElseThrow();
        var batch = Batch.of(first, blocks.length());
        boolean isNew = true;
        long bytes = 0;
        for (int i = 0; i < batch.blocks(); i++) {
            int from = i * Batch.BLOCK_BYTES;
            try (var block = blocks.slice(from, Math.min(Batch.BLOCK_BYTES, blocks.length() - from))) {
                boolean inserted = table.insert(store, batch.id(i), owner, origin, block, check);
                bytes += inserted ? block.length() - KeyId.CHECK_KEY : 0;
                isNew &= inserted;
            }
        }
        table.addFilled(store, 8 * bytes);
        return isNew;
    }
}
