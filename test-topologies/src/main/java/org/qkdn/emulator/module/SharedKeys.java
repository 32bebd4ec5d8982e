package org.qkdn.emulator.module;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.qkdn.emulator.topology.ModuleRole;

/**
 * What a pair of modules has made and not yet handed out. New key is split into chunks that belong to the transmitter
 * and to the receiver in turn: an end cuts keys from its own chunks only, and what it cuts waits at the other end to be
 * asked for by its ID. Both stores are bounded: when an end does not collect its key, new key is thrown away; when it
 * does not collect what the other end cut, the oldest is.
 */
final class SharedKeys {
    static final int CHUNK_BYTES = 32;
    /** Of each end's own key. */
    static final int MAX_OWN_BYTES = 1 << 17;

    private static final int MAX_WAITING_BYTES = 1 << 21;

    private final Map<ModuleRole, Store> stores = new EnumMap<>(ModuleRole.class);
    private final int chunksInTurn;
    private ModuleRole owner = ModuleRole.TRANSMITTER;
    private int ownersChunks;

    private static final class Store {
        final Deque<byte[]> own = new ArrayDeque<>();
        final Map<UUID, byte[]> waiting = new LinkedHashMap<>();
        /** Bytes of the first chunk that are cut off already. */
        int cut;

        int ownBytes;
        int waitingBytes;
    }

    SharedKeys() {
        this(1);
    }

    /** @param chunksInTurn so many chunks belong to one end, then as many to the other */
    SharedKeys(int chunksInTurn) {
        this.chunksInTurn = chunksInTurn;
        stores.put(ModuleRole.TRANSMITTER, new Store());
        stores.put(ModuleRole.RECEIVER, new Store());
    }

    /** Adds chunks as long as there is room for them; draws no random for those that would be thrown away. */
    synchronized void grow(int chunks, Supplier<byte[]> random) {
        for (int i = 0; i < chunks; i++) {
            if (ownersChunks == chunksInTurn) {
                owner = other(owner);
                ownersChunks = 0;
            }
            ownersChunks++;
            var store = stores.get(owner);
            if (store.ownBytes < MAX_OWN_BYTES) {
                store.own.add(random.get());
                store.ownBytes += CHUNK_BYTES;
            }
        }
    }

    synchronized int ownBytes(ModuleRole end) {
        return stores.get(end).ownBytes;
    }

    /** Cuts keys at an end; empty if it does not own that much. */
    synchronized Optional<List<ModuleKey>> cut(ModuleRole end, int number, int bytes) {
        var from = stores.get(end);
        if ((long) number * bytes > from.ownBytes) {
            return Optional.empty();
        }
        var keys = new ArrayList<ModuleKey>(number);
        for (int i = 0; i < number; i++) {
            var key = new ModuleKey(UUID.randomUUID(), cut(from, bytes));
            keys.add(key);
            wait(stores.get(other(end)), key);
        }
        return Optional.of(keys);
    }

    /** Takes all the keys the other end cut under these IDs, or none if one of them is not there. */
    synchronized Optional<List<ModuleKey>> take(ModuleRole end, List<UUID> ids) {
        var store = stores.get(end);
        if (!store.waiting.keySet().containsAll(ids)) {
            return Optional.empty();
        }
        var keys = new ArrayList<ModuleKey>(ids.size());
        for (var id : ids) {
            var bytes = store.waiting.remove(id);
            store.waitingBytes -= bytes.length;
            keys.add(new ModuleKey(id, bytes));
        }
        return Optional.of(keys);
    }

    /** All keys there are for an end: those it cuts of all that it owns, and those that the other end cut. */
    synchronized List<ModuleKey> drain(ModuleRole end) {
        var keys = new ArrayList<ModuleKey>(
                cut(end, stores.get(end).ownBytes / CHUNK_BYTES, CHUNK_BYTES).orElseThrow());
        var waiting = List.copyOf(stores.get(end).waiting.keySet());
        keys.addAll(take(end, waiting).orElseThrow());
        return keys;
    }

    /** Overwrites and forgets everything. */
    synchronized void destroy() {
        for (var store : stores.values()) {
            store.own.forEach(chunk -> Arrays.fill(chunk, (byte) 0));
            store.own.clear();
            store.waiting.values().forEach(key -> Arrays.fill(key, (byte) 0));
            store.waiting.clear();
            store.ownBytes = 0;
            store.waitingBytes = 0;
            store.cut = 0;
        }
    }

    private static byte[] cut(Store store, int bytes) {
        var key = new byte[bytes];
        int filled = 0;
        while (filled < bytes) {
            var chunk = store.own.getFirst();
            int part = Math.min(bytes - filled, CHUNK_BYTES - store.cut);
            System.arraycopy(chunk, store.cut, key, filled, part);
            Arrays.fill(chunk, store.cut, store.cut + part, (byte) 0);
            filled += part;
            store.cut += part;
            if (store.cut == CHUNK_BYTES) {
                store.own.removeFirst();
                store.cut = 0;
            }
        }
        store.ownBytes -= bytes;
        return key;
    }

    private static void wait(Store store, ModuleKey key) {
        store.waiting.put(key.id(), key.bytes().clone());
        store.waitingBytes += key.bytes().length;
        var oldest = store.waiting.values().iterator();
        while (store.waitingBytes > MAX_WAITING_BYTES) {
            var dropped = oldest.next();
            store.waitingBytes -= dropped.length;
            Arrays.fill(dropped, (byte) 0);
            oldest.remove();
        }
    }

    private static ModuleRole other(ModuleRole end) {
        return end == ModuleRole.TRANSMITTER ? ModuleRole.RECEIVER : ModuleRole.TRANSMITTER;
    }
}
