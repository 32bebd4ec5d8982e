package org.qkdn.lkms.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.qkdn.lkms.entropy.EntropySource;
import org.qkdn.lkms.store.KeyBytes;

/** Fresh random bytes for keys. Small numbers of them are drawn from the source many at a time. */
public final class RandomBlocks implements AutoCloseable {
    private static final int POOLED = 16 * KeyId.MAX_BLOCK;

    private final EntropySource source;
    private KeyBytes pool = KeyBytes.owning(new byte[0]);
    private int next;

    public RandomBlocks(EntropySource source) {
        this.source = source;
    }

    /**
     * So many blocks, one behind the other; the caller closes them. Throws {@link UncheckedIOException} with the reason
     * where the source gives nothing.
     */
    public KeyBytes draw(int blocks) {
        return bytes(blocks * KeyId.MAX_BLOCK);
    }

    /** As {@link #draw}, so many bytes. */
    public synchronized KeyBytes bytes(int bytes) {
        if (bytes >= POOLED) {
            return fresh(bytes);
        }
        if (next + bytes > pool.length()) {
            // before the old pool is wiped: a source that fails must not leave zeros to be drawn
            var fresh = fresh(POOLED);
            pool.close();
            pool = fresh;
            next = 0;
        }
        var drawn = pool.slice(next, bytes);
        next += bytes;
        return drawn;
    }

    private KeyBytes fresh(int bytes) {
        return switch (source.draw(bytes)) {
            case EntropySource.Draw.Drawn drawn -> drawn.bytes();
            case EntropySource.Draw.Failed failed ->
                throw new UncheckedIOException(new IOException("no random numbers: " + failed.reason()));
        };
    }

    @Override
    public synchronized void close() {
        pool.close();
    }
}
