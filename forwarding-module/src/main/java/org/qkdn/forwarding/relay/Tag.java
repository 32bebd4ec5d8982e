package org.qkdn.forwarding.relay;

import java.security.MessageDigest;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * One-time authentication tag: Poly1305 (RFC 8439 2.5) with a key that is used for this one message. For a message of
 * L bytes a forger succeeds with probability at most 8 ceil(L / 16) / 2^106, whatever he computes.
 */
public final class Tag {
    public static final int LENGTH = 16;
    /** Bytes of key: r, of which Poly1305 clears 22 bits, then s. */
    public static final int KEY_LENGTH = 32;

    /** Stands where the tag of a message will be. */
    static final Tag NONE = new Tag(new byte[LENGTH]);

    private final byte[] bytes;

    private Tag(byte[] bytes) {
        this.bytes = bytes;
    }

    static Tag of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a tag has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new Tag(bytes.clone());
    }

    static Tag over(byte[] message, KeyBytes oneTimeKey) {
        if (oneTimeKey.length() != KEY_LENGTH) {
            throw new IllegalArgumentException("the key of a tag has " + KEY_LENGTH + " bytes");
        }
        var parameter = new KeyParameter(oneTimeKey.exposed());
        var poly1305 = new Poly1305();
        try {
            poly1305.init(parameter);
            poly1305.update(message, 0, message.length);
            var tag = new byte[LENGTH];
            poly1305.doFinal(tag, 0);
            return new Tag(tag);
        } finally {
            java.util.Arrays.fill(parameter.getKey(), (byte) 0);
            poly1305.init(new KeyParameter(new byte[KEY_LENGTH]));
        }
    }

    /** In constant time. */
    boolean matches(Tag other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tag that && matches(that);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Tag";
    }
}
