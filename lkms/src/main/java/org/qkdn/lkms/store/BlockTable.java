package org.qkdn.lkms.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The blocks of all stores, within one transaction. */
public final class BlockTable {
    private static final String COLUMNS =
            "SELECT id, store, block_high, block_low, owner, origin, used, sealed, created FROM block ";

    private final Connection connection;
    private final BlockSeal seal;

    BlockTable(Connection connection, BlockSeal seal) {
        this.connection = connection;
        this.seal = seal;
    }

    /**
     * Stores a new block; {@code used} tells which bytes serve another purpose than being handed out. False where a
     * block of this id is or was in the store.
     */
    public boolean insert(StoreId store, UUID id, Owner owner, Origin origin, KeyBytes content, UsedRanges used)
            throws SQLException {
        if (has(store, id)) {
            return false;
        }
        try (var statement = connection.prepareStatement(
                "INSERT INTO block" + " (store, block_high, block_low, owner, origin, used, remaining, created, sealed)"
                        + " VALUES (?,?,?,?,?,?,?,?,?)")) {
            statement.setString(1, store.toString());
            statement.setLong(2, id.getMostSignificantBits());
            statement.setLong(3, id.getLeastSignificantBits());
            statement.setInt(4, owner.code());
            statement.setString(5, origin.encode());
            statement.setBytes(6, used.encode());
            statement.setInt(7, content.length() - used.total());
            statement.setLong(8, Instant.now().getEpochSecond());
            statement.setBytes(9, seal.seal(content, StoredBlock.binding(store, id, owner, origin, used)));
            statement.executeUpdate();
            return true;
        }
    }

    /** True where the block is in the store or was. */
    public boolean has(StoreId store, UUID id) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT 1 FROM block WHERE store=?1 AND block_high=?2 AND block_low=?3 UNION ALL"
                        + " SELECT 1 FROM spent WHERE store=?1 AND block_high=?2 AND block_low=?3")) {
            identify(statement, store, id);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    public Optional<StoredBlock> find(StoreId store, UUID id, Owner owner) throws SQLException {
        try (var statement = connection.prepareStatement(
                COLUMNS + "WHERE store=? AND block_high=? AND block_low=? AND owner=" + owner.code())) {
            identify(statement, store, id);
            return list(statement).stream().findFirst();
        }
    }

    /** Blocks of stores of this kind, owned by the other end, whose id begins with these 64 bits. */
    public List<StoredBlock> peerBlocks(StoreId.Kind kind, long idHigh) throws SQLException {
        try (var statement = connection.prepareStatement(
                COLUMNS + "WHERE block_high=? AND owner=" + Owner.PEER.code() + " AND store LIKE '" + kind + ":%'")) {
            statement.setLong(1, idHigh);
            return list(statement);
        }
    }

    /** The oldest own block with so many unused bytes. */
    public Optional<StoredBlock> ownWithRoom(StoreId store, int bytes) throws SQLException {
        return ownFor(store, bytes, 1, BlockFilter.ANY).stream().findFirst();
    }

    /**
     * The oldest own blocks, of those that the filter admits, that together give so many pieces of this size; all there
     * are where they give less.
     */
    public List<StoredBlock> ownFor(StoreId store, int bytes, int pieces, BlockFilter filter) throws SQLException {
        var chosen = new ArrayList<StoredBlock>();
        int given = 0;
        try (var own = own(COLUMNS, store, bytes);
                var rows = own.executeQuery()) {
            while (given < pieces && rows.next()) {
                if (filter.admits(Origin.decode(rows.getString(6)), Instant.ofEpochSecond(rows.getLong(9)))) {
                    var block = read(rows);
                    chosen.add(block);
                    given += block.remaining() / bytes;
                }
            }
        }
        return chosen;
    }

    /** Number of pieces of this size that own blocks of the store still give. */
    public long ownPieces(StoreId store, int bytes) throws SQLException {
        return ownPieces(store, bytes, BlockFilter.ANY);
    }

    /** As {@link #ownPieces(StoreId, int)}, of the blocks that the filter admits. */
    public long ownPieces(StoreId store, int bytes, BlockFilter filter) throws SQLException {
        long pieces = 0;
        try (var own = own("SELECT origin, created, remaining FROM block ", store, bytes);
                var rows = own.executeQuery()) {
            while (rows.next()) {
                if (filter.admits(Origin.decode(rows.getString(1)), Instant.ofEpochSecond(rows.getLong(2)))) {
                    pieces += rows.getInt(3) / bytes;
                }
            }
        }
        return pieces;
    }

    /** The oldest first. */
    private PreparedStatement own(String columns, StoreId store, int bytes) throws SQLException {
        var statement = connection.prepareStatement(
                columns + "WHERE store=? AND owner=" + Owner.OWN.code() + " AND remaining>=? ORDER BY id");
        statement.setString(1, store.toString());
        statement.setInt(2, bytes);
        return statement;
    }

    /**
     * Records the use of the block's bytes, as the ledger {@code next} tells, and forgets the bytes newly used. A block of
     * which nothing is left is deleted.
     */
    public void spend(StoredBlock block, UsedRanges next) throws SQLException {
        int remaining = block.content().length() - next.total();
        if (remaining == 0) {
            delete(block);
            return;
        }
        try (var kept = next.forget(block.content(), block.used());
                var statement =
                        connection.prepareStatement("UPDATE block SET used=?, remaining=?, sealed=? WHERE id=?")) {
            statement.setBytes(1, next.encode());
            statement.setInt(2, remaining);
            statement.setBytes(
                    3,
                    seal.seal(
                            kept, StoredBlock.binding(block.store(), block.id(), block.owner(), block.origin(), next)));
            statement.setLong(4, block.row());
            statement.executeUpdate();
        }
    }

    private void delete(StoredBlock block) throws SQLException {
        try (var statement = connection.prepareStatement(
                "INSERT OR IGNORE INTO spent (store, block_high, block_low, at) VALUES (?,?,?,?)")) {
            identify(statement, block.store(), block.id());
            statement.setLong(4, Instant.now().getEpochSecond());
            statement.executeUpdate();
        }
        try (var statement = connection.prepareStatement("DELETE FROM block WHERE id=?")) {
            statement.setLong(1, block.row());
            statement.executeUpdate();
        }
    }

    /** Burns the oldest own blocks with less than so many unused bytes, but for the newest {@code keep} of them. */
    public void burnFragments(StoreId store, int bytes, int keep) throws SQLException {
        burn(
                "store=? AND owner=" + Owner.OWN.code() + " AND remaining<" + bytes
                        + " ORDER BY id DESC LIMIT -1 OFFSET " + keep,
                store.toString());
    }

    /** Burns the oldest blocks of the other end, but for the newest {@code keep}. */
    public void burnOldestOfPeer(StoreId store, int keep) throws SQLException {
        burn("store=? AND owner=" + Owner.PEER.code() + " ORDER BY id DESC LIMIT -1 OFFSET " + keep, store.toString());
    }

    /** Burns blocks stored before the given second. */
    public void burnOlderThan(StoreId store, Owner owner, long epochSecond) throws SQLException {
        burn("store=? AND owner=" + owner.code() + " AND created<" + epochSecond, store.toString());
    }

    /** Burns every store of a link or an application but these, with its count of delivered bits. */
    public void retain(Set<StoreId> stores) throws SQLException {
        for (var table : List.of("block", "delivered")) {
            for (var store : storesIn(table)) {
                if (StoreId.parse(store).isAssigned() && !stores.contains(StoreId.parse(store))) {
                    if (table.equals("block")) {
                        burn("store=?", store);
                    } else {
                        update("DELETE FROM delivered WHERE store=?", store);
                    }
                }
            }
        }
    }

    /** Forgets the names of blocks that were spent before the given second. */
    public void forgetSpentBefore(long epochSecond) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM spent WHERE at<?")) {
            statement.setLong(1, epochSecond);
            statement.executeUpdate();
        }
    }

    /** Levels of all stores that hold anything, roominess and pieces counted in bytes of the given size. */
    public Map<StoreId, Level> levels(int roomy, int piece) throws SQLException {
        var levels = new HashMap<StoreId, Level>();
        try (var statement = connection.prepareStatement("SELECT store,"
                + " SUM(CASE owner WHEN 0 THEN remaining ELSE 0 END), SUM(CASE owner WHEN 0 THEN 0 ELSE remaining END),"
                + " SUM(owner=0 AND remaining>=?), SUM(CASE owner WHEN 0 THEN remaining/? ELSE 0 END)"
                + " FROM block GROUP BY store")) {
            statement.setInt(1, roomy);
            statement.setInt(2, piece);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    levels.put(
                            StoreId.parse(rows.getString(1)),
                            new Level(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
                }
            }
        }
        return Map.copyOf(levels);
    }

    public void addDelivered(StoreId store, long bits) throws SQLException {
        try (var statement = connection.prepareStatement("INSERT INTO delivered (store, bits) VALUES (?,?)"
                + " ON CONFLICT (store) DO UPDATE SET bits=bits+excluded.bits")) {
            statement.setString(1, store.toString());
            statement.setLong(2, bits);
            statement.executeUpdate();
        }
    }

    /** Bits handed out to SAEs per store. */
    public Map<StoreId, Long> delivered() throws SQLException {
        var bits = new HashMap<StoreId, Long>();
        try (var statement = connection.prepareStatement("SELECT store, bits FROM delivered");
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                bits.put(StoreId.parse(rows.getString(1)), rows.getLong(2));
            }
        }
        return Map.copyOf(bits);
    }

    /** Keeps a value that is no key material under a name. */
    public void set(String name, byte[] value) throws SQLException {
        try (var statement = connection.prepareStatement("INSERT OR REPLACE INTO setting (name, value) VALUES (?,?)")) {
            statement.setString(1, name);
            statement.setBytes(2, value);
            statement.executeUpdate();
        }
    }

    public Optional<byte[]> setting(String name) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT value FROM setting WHERE name=?")) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
            }
        }
    }

    private void burn(String which, String store) throws SQLException {
        var rows = "(SELECT id FROM block WHERE " + which + ")";
        try (var statement =
                connection.prepareStatement("INSERT OR IGNORE INTO spent (store, block_high, block_low, at)"
                        + " SELECT store, block_high, block_low, ? FROM block WHERE id IN " + rows)) {
            statement.setLong(1, Instant.now().getEpochSecond());
            statement.setString(2, store);
            statement.executeUpdate();
        }
        update("DELETE FROM block WHERE id IN " + rows, store);
    }

    private void update(String sql, String store) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, store);
            statement.executeUpdate();
        }
    }

    private List<String> storesIn(String table) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT DISTINCT store FROM " + table);
                var rows = statement.executeQuery()) {
            var stores = new ArrayList<String>();
            while (rows.next()) {
                stores.add(rows.getString(1));
            }
            return stores;
        }
    }

    private List<StoredBlock> list(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            var blocks = new ArrayList<StoredBlock>();
            while (rows.next()) {
                blocks.add(read(rows));
            }
            return blocks;
        }
    }

    private StoredBlock read(ResultSet rows) throws SQLException {
        var store = StoreId.parse(rows.getString(2));
        var id = new UUID(rows.getLong(3), rows.getLong(4));
        var owner = Owner.of(rows.getInt(5));
        var origin = Origin.decode(rows.getString(6));
        var used = UsedRanges.decode(rows.getBytes(7));
        var content = seal.open(rows.getBytes(8), StoredBlock.binding(store, id, owner, origin, used));
        var created = Instant.ofEpochSecond(rows.getLong(9));
        return new StoredBlock(rows.getLong(1), store, id, owner, origin, created, used, content);
    }

    private static void identify(PreparedStatement statement, StoreId store, UUID id) throws SQLException {
        statement.setString(1, store.toString());
        statement.setLong(2, id.getMostSignificantBits());
        statement.setLong(3, id.getLeastSignificantBits());
    }
}
