package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** The stores as plain maps, and random work on them and on a database alike. */
final class StoreModel {
    private static final List<StoreId> STORES = List.of(
            StoreId.link("l"), StoreId.application("a"), StoreId.application("b"), StoreId.of(StoreId.Kind.DRAWN, "d"));

    private static final class Held {
        private final Owner owner;
        private final byte[] bytes;
        private final BitSet used = new BitSet();

        Held(Owner owner, byte[] bytes) {
            this.owner = owner;
            this.bytes = bytes;
        }
    }

    private final Map<Block.Name, Held> blocks = new LinkedHashMap<>();
    private final Set<Block.Name> gone = new HashSet<>();
    private final Map<StoreId, Long> delivered = new HashMap<>();
    private final Map<String, Integer> settings = new HashMap<>();
    private final Random random;

    StoreModel(Random random) {
        this.random = random;
    }

    /** Does something to both; within one transaction of the database. */
    boolean work(BlockTable table) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> insert(table);
            case 4, 5, 6, 7, 8 -> spend(table);
            case 9 -> burn(table);
            case 10 -> {
                var store = STORES.get(random.nextInt(STORES.size()));
                table.addDelivered(store, 256);
                delivered.merge(store, 256L, Long::sum);
            }
            case 11 -> {
                int value = random.nextInt(100);
                table.set("s" + value % 3, new byte[] {(byte) value});
                settings.put("s" + value % 3, value);
            }
            default -> throw new IllegalStateException();
        }
        return true;
    }

    private void insert(BlockTable table) {
        var bytes = new byte[32 + random.nextInt(200)];
        random.nextBytes(bytes);
        var store = STORES.get(random.nextInt(STORES.size()));
        var owner = random.nextBoolean() ? Owner.OWN : Owner.PEER;
        var name = new Block.Name(store, new UUID(random.nextInt(1000), random.nextInt(4)));
        var kept = random.nextBoolean() ? UsedRanges.NONE.with(0, 16).orElseThrow() : UsedRanges.NONE;
        try (var content = KeyBytes.copyOf(bytes)) {
            boolean stored = table.insert(store, name.id(), owner, new Origin(true, 1, ""), content, kept);
            assertEquals(!blocks.containsKey(name) && !gone.contains(name), stored, name.toString());
            if (stored) {
                var held = new Held(owner, bytes);
                held.used.set(0, kept.total());
                blocks.put(name, held);
            }
        }
    }

    private void spend(BlockTable table) {
        if (blocks.isEmpty()) {
            return;
        }
        var name = new ArrayList<>(blocks.keySet()).get(random.nextInt(blocks.size()));
        var held = blocks.get(name);
        int offset = random.nextInt(held.bytes.length);
        int length = 1 + random.nextInt(held.bytes.length - offset);
        try (var block = table.find(name.store(), name.id(), held.owner).orElseThrow()) {
            var next = block.used().with(offset, length);
            assertEquals(held.used.get(offset, offset + length).isEmpty(), next.isPresent());
            if (next.isPresent()) {
                table.spend(block, next.get());
                held.used.set(offset, offset + length);
                for (int i = offset; i < offset + length; i++) {
                    held.bytes[i] = 0;
                }
                if (held.used.cardinality() == held.bytes.length) {
                    forget(name);
                }
            }
        }
    }

    private void burn(BlockTable table) {
        var store = STORES.get(random.nextInt(STORES.size()));
        if (random.nextInt(10) == 0) {
            table.retain(Set.of(store));
            blocks.keySet().stream()
                    .filter(name -> name.store().isAssigned() && !name.store().equals(store))
                    .toList()
                    .forEach(this::forget);
            delivered.keySet().removeIf(one -> one.isAssigned() && !one.equals(store));
        } else if (random.nextBoolean()) {
            table.burnOldestOfPeer(store, 5);
            forgetButNewest(store, Owner.PEER, Integer.MAX_VALUE, 5);
        } else {
            table.burnFragments(store, 40, 3);
            forgetButNewest(store, Owner.OWN, 40, 3);
        }
    }

    private void forgetButNewest(StoreId store, Owner owner, int lessThan, int keep) {
        var matching = blocks.entrySet().stream()
                .filter(entry -> entry.getKey().store().equals(store)
                        && entry.getValue().owner == owner
                        && entry.getValue().bytes.length - entry.getValue().used.cardinality() < lessThan)
                .map(Map.Entry::getKey)
                .toList();
        matching.stream().limit(Math.max(0, matching.size() - keep)).forEach(this::forget);
    }

    private void forget(Block.Name name) {
        blocks.remove(name);
        gone.add(name);
    }

    /** A value that is equal where all that can be read is. */
    String text() {
        var lines = new ArrayList<String>();
        blocks.forEach((name, held) -> lines.add(name + " " + held.owner + " " + held.used + " " + hex(held.bytes)));
        delivered.forEach((store, bits) -> lines.add(store + " " + bits));
        settings.forEach((name, value) -> lines.add(name + " " + value));
        lines.sort(null);
        return String.join("\n", lines);
    }

    /** The same of a database; of every block that the model ever had. */
    String text(BlockTable table) {
        var lines = new ArrayList<String>();
        var names = new HashSet<>(gone);
        names.addAll(blocks.keySet());
        for (var name : names) {
            for (var owner : Owner.values()) {
                var found = table.find(name.store(), name.id(), owner);
                found.ifPresent(block -> {
                    lines.add(name + " " + owner + " " + bits(block.used()) + " "
                            + hex(block.content().toArray()));
                    block.close();
                });
            }
        }
        for (var name : gone) {
            if (!blocks.containsKey(name)) {
                assertEquals(true, table.has(name.store(), name.id()), name + " may come again");
            }
        }
        table.delivered().forEach((store, bits) -> lines.add(store + " " + bits));
        for (int i = 0; i < 3; i++) {
            var setting = "s" + i;
            table.setting(setting).ifPresent(value -> lines.add(setting + " " + value[0]));
        }
        lines.sort(null);
        return String.join("\n", lines);
    }

    private static BitSet bits(UsedRanges used) {
        var bits = new BitSet();
        for (int i = 0; i < 300; i++) {
            if (used.with(i, 1).isEmpty()) {
                bits.set(i);
            }
        }
        return bits;
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
