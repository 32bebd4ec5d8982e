package org.qkdn.forwarding.relay;

import java.util.Arrays;

/** Key material: never printed, overwritten when closed. */
public final class KeyBytes implements AutoCloseable {
    private final byte[] bytes;

    private KeyBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: the caller must not use it any more. */
    public static KeyBytes owning(byte[] bytes) {
        return new KeyBytes(bytes);
    }

    public int length() {
        return bytes.length;
    }

    /** The live array, which {@link #close} overwrites: for handing the key on, not for keeping. */
    public byte[] exposed() {
        return bytes;
    }

    KeyBytes slice(int from, int length) {
        if (from < 0 || length < 0 || from + length > bytes.length) {
            throw new IllegalArgumentException("slice " + from + "+" + length + " of " + bytes.length + " key bytes");
        }
        return new KeyBytes(Arrays.copyOfRange(bytes, from, from + length));
    }

    /** Exclusive or with the first bytes of the pad. */
    static byte[] xor(byte[] text, KeyBytes pad) {
        if (pad.bytes.length < text.length) {
            throw new IllegalArgumentException("the pad is shorter than the text");
        }
        var mixed = new byte[text.length];
        for (int i = 0; i < text.length; i++) {
            mixed[i] = (byte) (text[i] ^ pad.bytes[i]);
        }
        return mixed;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "KeyBytes[" + bytes.length + "]";
    }
}
