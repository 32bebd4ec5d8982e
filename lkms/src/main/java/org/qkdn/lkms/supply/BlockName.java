package org.qkdn.lkms.supply;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.UsedRanges;

/**
 * The id of a block of link keys, made from its content: the Poly1305 tag over it under its first 32 bytes, which are used
 * for nothing else. A one-time tag tells nothing about the content; and where the modules at the two ends gave different
 * keys under the same ids, the receiver sees it at once, before either end has stored anything.
 */
final class BlockName {
    private static final int KEY = 32;

    private BlockName() {}

    /** What of a block is used by its name. */
    static UsedRanges used() {
        return UsedRanges.NONE.with(0, KEY).orElseThrow();
    }

    /** A UUID of version 8 (RFC 9562 5.8): 122 bits of the tag. Blocks too short for a name have none. */
    static UUID of(KeyBytes block) {
        if (block.length() <= KEY) {
            throw new IllegalArgumentException("a block of " + block.length() + " bytes is too short");
        }
        var content = block.toArray();
        try {
            var mac = new Poly1305();
            mac.init(new KeyParameter(content, 0, KEY));
            mac.update(content, KEY, content.length - KEY);
            var tag = new byte[mac.getMacSize()];
            mac.doFinal(tag, 0);
            var halves = ByteBuffer.wrap(tag);
            long high = (halves.getLong() & ~0xF000L) | 0x8000L;
            long low = (halves.getLong() & ~(3L << 62)) | 2L << 62;
            return new UUID(high, low);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
