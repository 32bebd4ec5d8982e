package org.qkdn.forwarding.relay;

import java.util.Arrays;

/** A block under a one-time pad. */
public final class Ciphertext {
    /** Bytes of a relayed block. */
    public static final int LENGTH = 512;

    private final byte[] bytes;

    private Ciphertext(byte[] bytes) {
        this.bytes = bytes;
    }

    static Ciphertext of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a block has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new Ciphertext(bytes.clone());
    }

    static Ciphertext under(KeyBytes pad, KeyBytes block) {
        return of(KeyBytes.xor(block.exposed(), pad));
    }

    KeyBytes decryptedWith(KeyBytes pad) {
        return KeyBytes.owning(KeyBytes.xor(bytes, pad));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ciphertext that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Ciphertext[" + bytes.length + "]";
    }
}
