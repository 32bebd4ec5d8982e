package org.qkdn.lkms.app;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.qkdn.lkms.store.KeyBytes;

/** Fresh random blocks. Small numbers of them are drawn from the generator several at a time. */
public final class RandomBlocks implements AutoCloseable {
    private static final int POOLED = 16;

    private final SecureRandom random;
    private KeyBytes pool = KeyBytes.owning(new byte[0]);
    private int next;

    public RandomBlocks() {
        try {
            random = SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no DRBG", e);
        }
    }

    /** So many blocks, one behind the other; the caller closes them. */
    public synchronized KeyBytes draw(int blocks) {
        int bytes = blocks * KeyId.MAX_BLOCK;
        if (blocks >= POOLED) {
            return fresh(bytes);
        }
        if (next + bytes > pool.length()) {
            pool.close();
            pool = fresh(POOLED * KeyId.MAX_BLOCK);
            next = 0;
        }
        var drawn = pool.slice(next, bytes);
        next += bytes;
        return drawn;
    }

    private KeyBytes fresh(int bytes) {
        var fresh = new byte[bytes];
        random.nextBytes(fresh);
        return KeyBytes.owning(fresh);
    }

    @Override
    public synchronized void close() {
        pool.close();
    }
}
