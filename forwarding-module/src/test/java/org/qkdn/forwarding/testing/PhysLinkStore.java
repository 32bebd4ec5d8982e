package org.qkdn.forwarding.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.qkdn.forwarding.relay.KeyBytes;
import org.qkdn.forwarding.relay.Lease;
import org.qkdn.forwarding.relay.PadSlice;

/** The keys two neighbours share: each end owns one long block. Knows which bytes were used, and whether twice. */
public final class PhysLinkStore {
    private final UUID linkId;
    private final Random random;
    private final Map<UUID, Block> byOwner = new HashMap<>();
    private final List<Map.Entry<UUID, Block>> earlier = new ArrayList<>();
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
        this.random = new Random(seed);
        for (var owner : new UUID[] {oneEnd, otherEnd}) {
            byOwner.put(owner, new Block(random(bytesEach)));
        }
    }

    private byte[] random(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    public Optional<Lease> allot(UUID owner, int length) {
        return allot(owner, length, length);
    }

    public synchronized Optional<Lease> allot(UUID owner, int most, int least) {
        var block = byOwner.get(owner);
        int length = Math.min(most, block.bytes.length - block.next);
        if (length < least) {
            return Optional.empty();
        }
        var slice = new PadSlice(linkId, block.id, block.next, length);
        block.next += length;
        return Optional.of(new Lease(slice, bytes(block, slice), block.bytes.length - block.next));
    }

    /** New keys for both ends. */
    public synchronized void refill(int bytesEach) {
        earlier.addAll(Map.copyOf(byOwner).entrySet());
        byOwner.replaceAll((owner, used) -> new Block(random(bytesEach)));
    }

    public synchronized Optional<KeyBytes> take(UUID taker, PadSlice slice) {
        var found = Stream.concat(byOwner.entrySet().stream(), earlier.stream())
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
