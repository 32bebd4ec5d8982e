package org.qkdn.lkms.store;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Key material in memory. It is overwritten when closed, never printed, and compared in constant time. Whoever receives
 * one closes it.
 */
public final class KeyBytes implements AutoCloseable {
    private final byte[] bytes;

    private KeyBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: the caller must not use it any more. */
    public static KeyBytes owning(byte[] bytes) {
        return new KeyBytes(bytes);
    }

    public static KeyBytes copyOf(byte[] bytes) {
        return new KeyBytes(bytes.clone());
    }

    public int length() {
        return bytes.length;
    }

    public KeyBytes slice(int offset, int length) {
        return new KeyBytes(Arrays.copyOfRange(bytes, offset, Math.addExact(offset, length)));
    }

    /** A copy that the caller must wipe. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** Copies all of it into an array that the caller must wipe. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    /** The live array, for this package's ciphers only. */
    byte[] exposed() {
        return bytes;
    }

    /** Overwrites a range with zeros. */
    void erase(int offset, int length) {
        Arrays.fill(bytes, offset, offset + length, (byte) 0);
    }

    /** Overwrites a range with the same range of another. */
    void restore(KeyBytes from, int offset, int length) {
        System.arraycopy(from.bytes, offset, bytes, offset, length);
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyBytes that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** Of the length only: a hash of the content would be a trace of it. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "KeyBytes[" + bytes.length + " bytes, hidden]";
    }
}
