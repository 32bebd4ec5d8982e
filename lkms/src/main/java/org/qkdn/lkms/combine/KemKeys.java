package org.qkdn.lkms.combine;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.store.KeyBytes;

/**
 * This end's ephemeral ML-KEM keys. Each is for one peer and a bounded number of batches and seconds; then its seed is
 * wiped, and what was sent under it cannot be opened any more, by us either.
 */
public final class KemKeys implements AutoCloseable {
    static final int MOST_BATCHES = 64;
    static final Duration LIFE = Duration.ofSeconds(60);

    /** Keys of one peer at once; the oldest gives way. */
    private static final int MOST_PER_PEER = 4;

    private final InstantSource clock;
    private final RandomBlocks random;
    private final Map<UUID, Issued> issued = new LinkedHashMap<>();

    private static final class Issued {
        private final String peer;
        private final MlKem kem;
        private final KeyBytes seed;
        private final Instant ends;
        private int batchesLeft = MOST_BATCHES;

        Issued(String peer, MlKem kem, KeyBytes seed, Instant ends) {
            this.peer = peer;
            this.kem = kem;
            this.seed = seed;
            this.ends = ends;
        }
    }

    /** The public part. */
    record Offer(UUID id, ByteString encapsulationKey) {}

    public KemKeys(InstantSource clock, RandomBlocks random) {
        this.clock = clock;
        this.random = random;
    }

    /** Throws {@link java.io.UncheckedIOException} where there are no random numbers. */
    Offer offer(String peer, MlKem kem) {
        // a device may have to be waited for
        var seed = random.bytes(MlKem.SEED);
        return offer(peer, kem, seed);
    }

    private synchronized Offer offer(String peer, MlKem kem, KeyBytes seed) {
        wipeOld();
        var ofPeer = issued.entrySet().stream()
                .filter(entry -> entry.getValue().peer.equals(peer))
                .map(Map.Entry::getKey)
                .toList();
        if (ofPeer.size() >= MOST_PER_PEER) {
            wipe(ofPeer.getFirst());
        }
        var id = UUID.randomUUID();
        var key = new Issued(peer, kem, seed, clock.instant().plus(LIFE));
        issued.put(id, key);
        return new Offer(id, kem.encapsulationKey(key.seed));
    }

    /** The secret in the ciphertext; empty where the key is not this peer's, or used up. The caller closes it. */
    synchronized Optional<KeyBytes> open(String peer, MlKem kem, UUID id, ByteString ciphertext) {
        wipeOld();
        var key = issued.get(id);
        if (key == null || !key.peer.equals(peer) || key.kem != kem) {
            return Optional.empty();
        }
        try {
            return Optional.of(kem.decapsulate(key.seed, ciphertext));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            if (--key.batchesLeft == 0) {
                wipe(id);
            }
        }
    }

    /** Wipes keys whose time is over. */
    synchronized void wipeOld() {
        var now = clock.instant();
        issued.entrySet().stream()
                .filter(entry -> now.isAfter(entry.getValue().ends))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::wipe);
    }

    private void wipe(UUID id) {
        issued.remove(id).seed.close();
    }

    @Override
    public synchronized void close() {
        issued.values().forEach(key -> key.seed.close());
        issued.clear();
    }
}
