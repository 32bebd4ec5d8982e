package org.qkdn.lkms.combine;

import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.node.v1.BlockCombinationGrpc.BlockCombinationBlockingStub;
import org.qkdn.node.v1.KemOffer;
import org.qkdn.node.v1.WantKem;

/** The encapsulation keys that other nodes offered, each used for half of what was offered. */
final class PeerKemKeys {
    private final Map<For, Held> held = new HashMap<>();

    private record For(String node, MlKem kem) {}

    private static final class Held {
        private final KemOffer offer;
        private final long until;
        private int left;

        Held(KemOffer offer) {
            this.offer = offer;
            this.left = Math.max(1, offer.getMostBatches() / 2);
            this.until = System.nanoTime() + 500_000_000L * offer.getSeconds();
        }
    }

    /** A secret for one batch, under the named key. */
    record Sealed(String keyId, MlKem.Encapsulated encapsulated) {}

    /** Fetches a key where none is at hand; throws {@code StatusRuntimeException} where none, or no good one, is given. */
    Sealed encapsulate(String node, MlKem kem, KeyBytes message, BlockCombinationBlockingStub stub) {
        var offer = take(new For(node, kem), stub);
        try {
            return new Sealed(offer.getKemKeyId(), kem.encapsulate(offer.getEncapsulationKey(), message));
        } catch (IllegalArgumentException e) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("what was offered is no key of " + kem.text())
                    .asRuntimeException();
        }
    }

    private synchronized KemOffer take(For whom, BlockCombinationBlockingStub stub) {
        var key = held.get(whom);
        if (key == null || key.left == 0 || System.nanoTime() - key.until > 0) {
            key = new Held(stub.offerKem(
                    WantKem.newBuilder().setParameterSet(whom.kem.text()).build()));
            held.put(whom, key);
        }
        key.left--;
        return key.offer;
    }

    /** The node may have lost its keys: ask anew. */
    synchronized void forget(String node) {
        held.keySet().removeIf(whom -> whom.node.equals(node));
    }
}
