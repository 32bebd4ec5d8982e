package org.qkdn.lkms.entropy;

import org.qkdn.lkms.store.KeyBytes;

/** Where random bytes for keys come from. Safe for many threads; a draw may wait for a device. */
public interface EntropySource extends AutoCloseable {
    Draw draw(int bytes);

    /** Why it does not give what it was configured to give, for an operator; empty where it does. */
    String reason();

    @Override
    void close();

    /** Outcome of one draw. */
    sealed interface Draw {
        /** Full entropy; the caller closes the bytes. */
        record Drawn(KeyBytes bytes) implements Draw {}

        record Failed(String reason) implements Draw {}
    }
}
