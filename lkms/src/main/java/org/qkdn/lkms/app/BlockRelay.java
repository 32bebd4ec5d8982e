package org.qkdn.lkms.app;

import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.node.v1.Application;

/** The key relay, as the forwarding module offers it. */
@FunctionalInterface
public interface BlockRelay {
    /** Waits until the other end of the link has the blocks on disk, or tells why it has not. */
    Outcome relay(Application application, String linkId, Batch batch, KeyBytes blocks);

    /** Outcome of bringing blocks to the other end. */
    sealed interface Outcome {
        record Done() implements Outcome {}

        /** The links are short of pads, or busy: fewer blocks, or later. */
        record PadsShort(String reason) implements Outcome {}

        /** So many blocks at once are never taken. */
        record TooMany(String reason) implements Outcome {}

        record Failed(String reason) implements Outcome {}

        /** The other end has something, but not the same. */
        record Mismatch(String reason) implements Outcome {}
    }
}
