package org.qkdn.lkms.app;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.qkdn.lkms.store.KeyBytes;

/** Fresh random blocks, drawn from the generator several at a time. */
final class RandomBlocks implements AutoCloseable {
    private static final int DRAWN = 16;

    private final SecureRandom random;
    private KeyBytes pool = KeyBytes.owning(new byte[0]);
    private int next;

    RandomBlocks() {
        try {
            random = SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no DRBG", e);
        }
    }

    synchronized KeyBytes draw() {
        if (next == pool.length()) {
            pool.close();
            var fresh = new byte[DRAWN * KeyId.MAX_BLOCK];
            random.nextBytes(fresh);
            pool = KeyBytes.owning(fresh);
            next = 0;
        }
        var block = pool.slice(next, KeyId.MAX_BLOCK);
        next += KeyId.MAX_BLOCK;
        return block;
    }

    @Override
    public synchronized void close() {
        pool.close();
    }
}
