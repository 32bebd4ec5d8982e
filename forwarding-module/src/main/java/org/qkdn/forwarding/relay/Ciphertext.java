package org.qkdn.forwarding.relay;

import java.util.Arrays;

/** Blocks under a one-time pad: a part of the frame they came in or will go out with. */
public final class Ciphertext {
    /** Bytes of one block; a relay carries a multiple. */
    public static final int UNIT = 512;
    /** Most that one relay carries. */
    public static final int MAX_LENGTH = 128 * UNIT;

    private final byte[] array;
    private final int from;
    private final int length;

    private Ciphertext(byte[] array, int from, int length) {
        this.array = array;
        this.from = from;
        this.length = length;
    }

    /** @throws IllegalArgumentException where the length is not that of 1 to 128 blocks */
    static Ciphertext at(byte[] array, int from, int length) {
        requireBlocks(length);
        return new Ciphertext(array, from, length);
    }

    public static void requireBlocks(int length) {
        if (length < UNIT || length > MAX_LENGTH || length % UNIT != 0) {
            throw new IllegalArgumentException(
                    "a relay carries 1 to 128 blocks of " + UNIT + " bytes, not " + length + " bytes");
        }
    }

    int length() {
        return length;
    }

    int units() {
        return length / UNIT;
    }

    /** The blocks, decrypted where they are: this text is used up. */
    KeyBytes decrypted(KeyBytes pad) {
        pad.mixInto(array, from, length);
        return KeyBytes.owning(array, from, length);
    }

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ciphertext that
                && Arrays.equals(array, from, from + length, that.array, that.from, that.from + that.length);
    }

    @Override
    public int hashCode() {
        return length;
    }

    @Override
    public String toString() {
        return "Ciphertext[" + length + "]";
    }
}
