package org.qkdn.forwarding.testing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.qkdn.forwarding.relay.AllottedPad;
import org.qkdn.forwarding.relay.KeyBytes;
import org.qkdn.forwarding.relay.PadSlice;

/** The keys two neighbours share: each end owns one long block. Knows which bytes were used, and whether twice. */
public final class PhysLinkStore {
    private final UUID linkId;
    private final Map<UUID, Block> byOwner = new HashMap<>();
    private int secondTakes;

    private static final class Block {
        final UUID id = UUID.randomUUID();
        final byte[] bytes;
        int next;
        final BitSet taken = new BitSet();

        Block(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    public PhysLinkStore(UUID linkId, UUID oneEnd, UUID otherEnd, int bytesEach, long seed) {
        this.linkId = linkId;
        var random = new Random(seed);
        for (var owner : new UUID[] {oneEnd, otherEnd}) {
            var bytes = new byte[bytesEach];
            random.nextBytes(bytes);
            byOwner.put(owner, new Block(bytes));
        }
    }

    public synchronized Optional<AllottedPad> allot(UUID owner, int length) {
        var block = byOwner.get(owner);
        if (block.next + length > block.bytes.length) {
            return Optional.empty();
        }
        var slice = new PadSlice(linkId, block.id, block.next, length);
        block.next += length;
        return Optional.of(new AllottedPad(slice, bytes(block, slice)));
    }

    public synchronized Optional<KeyBytes> take(UUID taker, PadSlice slice) {
        var found = byOwner.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(taker))
                .map(Map.Entry::getValue)
                .filter(block -> block.id.equals(slice.blockId()))
                .filter(block -> slice.offset() + slice.length() <= block.bytes.length)
                .findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var block = found.get();
        var end = slice.offset() + slice.length();
        if (!block.taken.get(slice.offset(), end).isEmpty()) {
            secondTakes++;
            return Optional.empty();
        }
        block.taken.set(slice.offset(), end);
        return Optional.of(bytes(block, slice));
    }

    /** Bytes that the owner has used as sender. */
    public synchronized int allotted(UUID owner) {
        return byOwner.get(owner).next;
    }

    /** Bytes of the owner's block that the other end has used as receiver. */
    public synchronized int taken(UUID owner) {
        return byOwner.get(owner).taken.cardinality();
    }

    /** How often a range was named that was used before. */
    public synchronized int secondTakes() {
        return secondTakes;
    }

    private static KeyBytes bytes(Block block, PadSlice slice) {
        return KeyBytes.owning(Arrays.copyOfRange(block.bytes, slice.offset(), slice.offset() + slice.length()));
    }
}
