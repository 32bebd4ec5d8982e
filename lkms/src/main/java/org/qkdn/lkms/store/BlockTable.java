package org.qkdn.lkms.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The blocks of all stores, within one transaction. */
public final class BlockTable {
    /** Settings that are accounts. */
    private static final String ACCOUNT = "account:";

    private final Tables tables;
    private final Changes changes;

    BlockTable(Tables tables, Changes changes) {
        this.tables = tables;
        this.changes = changes;
    }

    /**
     * Stores a new block; {@code used} tells which bytes serve another purpose than being handed out. False where a
     * block of this id is or was in the store.
     */
    public boolean insert(StoreId store, UUID id, Owner owner, Origin origin, KeyBytes content, UsedRanges used) {
        return insert(store, id, owner, origin, content, used, Instant.now().getEpochSecond());
    }

    boolean insert(
            StoreId store, UUID id, Owner owner, Origin origin, KeyBytes content, UsedRanges used, long created) {
        if (has(store, id)) {
            return false;
        }
        changes.insert(new Block.Name(store, id), owner, origin, content, used, created);
        return true;
    }

    /** A block of this name was there before this database was. */
    void wasSpent(Block.Name name, long epochSecond) {
        changes.remember(name, epochSecond);
    }

    /** True where the block is in the store or was. */
    public boolean has(StoreId store, UUID id) {
        var name = new Block.Name(store, id);
        return tables.blocks.find(name).isPresent() || tables.spent.has(name);
    }

    public Optional<StoredBlock> find(StoreId store, UUID id, Owner owner) {
        return tables.blocks
                .find(new Block.Name(store, id))
                .filter(block -> block.owner() == owner)
                .map(Block::read);
    }

    /** Blocks of stores of this kind, owned by the other end, whose id begins with these 64 bits. */
    public List<StoredBlock> peerBlocks(StoreId.Kind kind, long idHigh) {
        return tables.blocks.ofPeer(kind, idHigh).stream().map(Block::read).toList();
    }

    /** The oldest own block with so many unused bytes. */
    public Optional<StoredBlock> ownWithRoom(StoreId store, int bytes) {
        return ownFor(store, bytes, 1, BlockFilter.ANY).stream().findFirst();
    }

    /**
     * The oldest own blocks, of those that the filter admits, that together give so many pieces of this size; all there
     * are where they give less.
     */
    public List<StoredBlock> ownFor(StoreId store, int bytes, int pieces, BlockFilter filter) {
        return own(store).oldestFor(bytes, pieces, filter).stream()
                .map(Block::read)
                .toList();
    }

    /** Number of pieces of this size that own blocks of the store still give. */
    public long ownPieces(StoreId store, int bytes) {
        return own(store).pieces(bytes);
    }

    /** As {@link #ownPieces(StoreId, int)}, of the blocks that the filter admits. */
    public long ownPieces(StoreId store, int bytes, BlockFilter filter) {
        return filter == BlockFilter.ANY ? ownPieces(store, bytes) : own(store).pieces(bytes, filter);
    }

    /**
     * Records the use of the block's bytes, as the ledger {@code next} tells, and forgets the bytes newly used. A block of
     * which nothing is left is deleted.
     */
    public void spend(StoredBlock read, UsedRanges next) {
        var block = tables.blocks
                .find(new Block.Name(read.store(), read.id()))
                .filter(found -> found.row() == read.row())
                .orElseThrow(() -> new IllegalStateException("block " + read.id() + " is gone"));
        if (!next.covers(block.used())) {
            throw new IllegalStateException("block " + read.id() + " was used since it was read");
        }
        if (block.content().length() == next.total()) {
            changes.burn(block);
        } else {
            changes.use(block, next);
        }
    }

    /** Burns the oldest own blocks with less than so many unused bytes, but for the newest {@code keep} of them. */
    public void burnFragments(StoreId store, int bytes, int keep) {
        burn(store, Account.Cause.FRAGMENT, own(store).fragments(bytes, keep));
    }

    /** Burns the oldest blocks of the other end, but for the newest {@code keep}. */
    public void burnOldestOfPeer(StoreId store, int keep) {
        burn(store, Account.Cause.SURPLUS, peer(store).allButNewest(keep));
    }

    /** Burns blocks stored before the given second. */
    public void burnOlderThan(StoreId store, Owner owner, long epochSecond) {
        burn(store, Account.Cause.EXPIRED, tables.blocks.shelf(store, owner).olderThan(epochSecond));
    }

    /** As {@link #burnOlderThan}, on the account of the store whose bytes they were. */
    public void burnOlderThan(StoreId store, StoreId source, Account.Cause cause, long epochSecond) {
        var old = own(store).olderThan(epochSecond);
        addBurnt(source, cause, 8L * old.stream().mapToInt(Block::remaining).sum());
        old.forEach(changes::burn);
    }

    /** Burns the blocks of all stores of a kind that were stored before that second. */
    public void burnOlderThan(StoreId.Kind kind, Instant instant) {
        for (var store : tables.blocks.stores()) {
            if (store.kind() == kind) {
                for (var owner : Owner.values()) {
                    burnOlderThan(store, owner, instant.getEpochSecond());
                }
            }
        }
    }

    /** Burns blocks of the other end that it gave up. */
    public void burnGivenUp(StoreId store, List<UUID> ids) {
        var given = ids.stream()
                .flatMap(id -> tables.blocks.find(new Block.Name(store, id)).stream())
                .filter(block -> block.owner() == Owner.PEER)
                .toList();
        burn(store, Account.Cause.UNACKNOWLEDGED, given);
    }

    private void burn(StoreId store, Account.Cause cause, List<Block> blocks) {
        if (store.isAssigned()) {
            addBurnt(
                    store,
                    cause,
                    8L * blocks.stream().mapToInt(Block::remaining).sum());
        }
        blocks.forEach(changes::burn);
    }

    /** Ids of the other end's blocks stored from the one second until before the other. */
    public List<UUID> peerIds(StoreId store, long fromEpochSecond, long toEpochSecond) {
        return peer(store).olderThan(toEpochSecond).stream()
                .filter(block -> block.created() >= fromEpochSecond)
                .map(block -> block.name().id())
                .toList();
    }

    /** Burns every store of a link or an application but these, with its account and its count of delivered bits. */
    public void retain(Set<StoreId> stores) {
        for (var store : tables.blocks.stores()) {
            if (store.isAssigned() && !stores.contains(store)) {
                for (var owner : Owner.values()) {
                    tables.blocks.shelf(store, owner).allButNewest(0).forEach(changes::burn);
                }
            }
        }
        for (var store : Set.copyOf(tables.delivered.keySet())) {
            if (store.isAssigned() && !stores.contains(store)) {
                changes.dropCount(store);
            }
        }
        for (var name : Set.copyOf(tables.settings.keySet())) {
            if (name.startsWith(ACCOUNT)) {
                var store = StoreId.parse(name.substring(ACCOUNT.length()));
                if (store.isAssigned() && !stores.contains(store)) {
                    changes.unset(name);
                }
            }
        }
    }

    /** Counts bits that can be handed out as filled in. */
    public void addFilled(StoreId store, long bits) {
        if (bits > 0) {
            set(ACCOUNT + store, account(store).withFilled(bits).encode());
        }
    }

    /** Counts bits of the store that were burnt by another way than this table's. */
    public void addBurnt(StoreId store, Account.Cause cause, long bits) {
        if (bits > 0) {
            set(ACCOUNT + store, account(store).withBurnt(cause, bits).encode());
        }
    }

    /** Counts bits that were burnt before they were in the store, as filled and burnt. */
    public void addLost(StoreId store, Account.Cause cause, long bits) {
        addFilled(store, bits);
        addBurnt(store, cause, bits);
    }

    /** What became of the store's bits. */
    public Account account(StoreId store) {
        return setting(ACCOUNT + store).map(Account::decode).orElse(Account.EMPTY);
    }

    /** Forgets the names of blocks that were spent before the given second; of very many, the oldest anyway. */
    public void forgetSpentBefore(long epochSecond) {
        // neither undone nor logged: what is too old is so whether the transaction counts or not
        tables.spent.forgetBefore(epochSecond);
    }

    /** Levels of all stores that hold anything, roominess and pieces counted in bytes of the given size. */
    public Map<StoreId, Level> levels(int roomy, int piece) {
        var levels = new HashMap<StoreId, Level>();
        for (var store : tables.blocks.stores()) {
            var own = own(store);
            long peers = peer(store).remaining();
            levels.put(store, new Level(own.remaining(), peers, own.countWithRoom(roomy), own.pieces(piece)));
        }
        return Map.copyOf(levels);
    }

    public void addDelivered(StoreId store, long bits) {
        changes.countDelivered(store, bits);
    }

    /** Bits handed out to SAEs per store. */
    public Map<StoreId, Long> delivered() {
        return Map.copyOf(tables.delivered);
    }

    /** Keeps a value that is no key material under a name. */
    public void set(String name, byte[] value) {
        changes.set(name, value);
    }

    public Optional<byte[]> setting(String name) {
        return Optional.ofNullable(tables.settings.get(name)).map(byte[]::clone);
    }

    private Shelf peer(StoreId store) {
        return tables.blocks.shelf(store, Owner.PEER);
    }

    /** Forgets what is kept under a name. */
    public void unset(String name) {
        changes.unset(name);
    }

    /** Names, beginning with the prefix, under which something is kept. */
    public List<String> settingNames(String prefix) {
        return tables.settings.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private Shelf own(StoreId store) {
        return tables.blocks.shelf(store, Owner.OWN);
    }
}
