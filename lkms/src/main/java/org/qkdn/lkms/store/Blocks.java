package org.qkdn.lkms.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All blocks, found by store and owner, by name, and those of the other end by the begin of their id. */
final class Blocks {
    private static final Shelf NONE = new Shelf();

    private final Map<StoreId, EnumMap<Owner, Shelf>> stores = new HashMap<>();
    private final Map<Block.Name, Block> byName = new HashMap<>();
    private final Map<Begin, List<Block>> ofPeer = new HashMap<>();
    private final Homes homes = new Homes();

    void add(Block block) {
        byName.put(block.name(), block);
        stores.computeIfAbsent(block.name().store(), store -> new EnumMap<>(Owner.class))
                .computeIfAbsent(block.owner(), owner -> new Shelf())
                .add(block);
        if (block.owner() == Owner.PEER) {
            ofPeer.computeIfAbsent(Begin.of(block), begin -> new ArrayList<>(1)).add(block);
        }
        homes.add(block);
    }

    void remove(Block block) {
        byName.remove(block.name());
        var shelves = stores.get(block.name().store());
        var shelf = shelves.get(block.owner());
        shelf.remove(block);
        if (shelf.isEmpty()) {
            shelves.remove(block.owner());
            if (shelves.isEmpty()) {
                stores.remove(block.name().store());
            }
        }
        if (block.owner() == Owner.PEER) {
            var same = ofPeer.get(Begin.of(block));
            same.removeIf(one -> one.row() == block.row());
            if (same.isEmpty()) {
                ofPeer.remove(Begin.of(block));
            }
        }
        homes.remove(block);
    }

    /** Puts the same block in its place as it is after use, or after it was copied. */
    void replace(Block block, Block by) {
        byName.put(by.name(), by);
        stores.get(by.name().store()).get(by.owner()).replace(block, by);
        if (by.owner() == Owner.PEER) {
            ofPeer.get(Begin.of(by)).replaceAll(one -> one.row() == by.row() ? by : one);
        }
        homes.replace(block, by);
    }

    Optional<Block> find(Block.Name name) {
        return Optional.ofNullable(byName.get(name));
    }

    List<Block> ofPeer(StoreId.Kind kind, long idHigh) {
        return ofPeer.getOrDefault(new Begin(kind, idHigh), List.of());
    }

    /** An empty one where there is nothing; not to be changed. */
    Shelf shelf(StoreId store, Owner owner) {
        var shelves = stores.get(store);
        return shelves == null ? NONE : shelves.getOrDefault(owner, NONE);
    }

    Set<StoreId> stores() {
        return Set.copyOf(stores.keySet());
    }

    Collection<Block> all() {
        return byName.values();
    }

    Homes homes() {
        return homes;
    }

    /** Kind of store, and the first half of a block's id. */
    private record Begin(StoreId.Kind kind, long idHigh) {
        static Begin of(Block block) {
            return new Begin(block.name().store().kind(), block.name().id().getMostSignificantBits());
        }
    }
}
