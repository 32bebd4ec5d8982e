package org.qkdn.lkms.app;

import java.util.UUID;
import org.qkdn.lkms.store.KeyBytes;

/** The key relay, as the forwarding module offers it. */
@FunctionalInterface
public interface BlockRelay {
    /** Waits until the other end has the block on disk, or tells why it has not. */
    Outcome relay(String linkId, String applicationId, UUID block, KeyBytes key);

    /** Outcome of one relay. */
    sealed interface Outcome {
        record Relayed() implements Outcome {}

        record Failed(String reason) implements Outcome {}
    }
}
