package org.qkdn.lkms.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.qkdn.lkms.entropy.EntropySource;
import org.qkdn.lkms.store.KeyBytes;

/** Fresh random blocks. Small numbers of them are drawn from the source several at a time. */
public final class RandomBlocks implements AutoCloseable {
    private static final int POOLED = 16;

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
    public synchronized KeyBytes draw(int blocks) {
        int bytes = blocks * KeyId.MAX_BLOCK;
        if (blocks >= POOLED) {
            return fresh(bytes);
        }
        if (next + bytes > pool.length()) {
            // before the old pool is wiped: a source that fails must not leave zeros to be drawn
            var fresh = fresh(POOLED * KeyId.MAX_BLOCK);
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
