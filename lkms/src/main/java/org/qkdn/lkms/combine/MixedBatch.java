package org.qkdn.lkms.combine;

import java.util.Arrays;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.qkdn.lkms.store.KeyBytes;

/**
 * What mixing gave: keys, and behind them {@value #CONFIRMATION_KEY} bytes that are used up in telling each other that both
 * ends have the same. Those are one-time keys of Poly1305, one r and an s for each end, so a path that altered its
 * share is found out with certainty but for 2<sup>-90</sup>, whatever it can compute.
 */
final class MixedBatch implements AutoCloseable {
    /** r, s of the source, s of the destination. */
    static final int CONFIRMATION_KEY = 48;

    private static final int HALF = 16;

    private final KeyBytes content;
    private final KeyBytes key;

    /** Takes the mixed bytes over. */
    MixedBatch(KeyBytes mixed) {
        int length = mixed.length() - CONFIRMATION_KEY;
        content = mixed.slice(0, length);
        key = mixed.slice(length, CONFIRMATION_KEY);
        mixed.close();
    }

    KeyBytes content() {
        return content;
    }

    /** By which the source shows what it mixed. */
    byte[] check(Transcript transcript) {
        return tag(HALF, transcript);
    }

    /** By which the destination shows that it mixed, and keeps, the same. */
    byte[] confirmation(Transcript transcript) {
        return tag(2 * HALF, transcript);
    }

    private byte[] tag(int pad, Transcript transcript) {
        var secret = key.toArray();
        var oneTime = new byte[2 * HALF];
        System.arraycopy(secret, 0, oneTime, 0, HALF);
        System.arraycopy(secret, pad, oneTime, HALF, HALF);
        var bytes = content.toArray();
        try {
            var mac = new Poly1305();
            mac.init(new KeyParameter(oneTime));
            mac.update(bytes, 0, bytes.length);
            var named = transcript.encoded();
            mac.update(named, 0, named.length);
            var tag = new byte[HALF];
            mac.doFinal(tag, 0);
            return tag;
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(oneTime, (byte) 0);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public void close() {
        content.close();
        key.close();
    }
}
