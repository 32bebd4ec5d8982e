package org.qkdn.forwarding.relay;

import java.security.MessageDigest;
import java.util.Arrays;

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
        try (var hash = keyed(oneTimeKey, message.length)) {
            hash.update(message, 0, message.length);
            return new Tag(hash.tag());
        }
    }

    static Tag over(byte[] head, Ciphertext ciphertext, KeyBytes oneTimeKey) {
        try (var hash = keyed(oneTimeKey, head.length + ciphertext.length())) {
            hash.update(head, 0, head.length);
            hash.update(ciphertext.array(), ciphertext.from(), ciphertext.length());
            return new Tag(hash.tag());
        }
    }

    private static OneTimeHash keyed(KeyBytes oneTimeKey, int messageLength) {
        if (oneTimeKey.length() != KEY_LENGTH) {
            throw new IllegalArgumentException("the key of a tag has " + KEY_LENGTH + " bytes");
        }
        return OneTimeHash.of(oneTimeKey.array(), oneTimeKey.from(), messageLength);
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
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Tag";
    }
}
