package org.qkdn.lkms.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link FrameWriter} wrote. */
final class FrameReader {
    private final ByteBuffer bytes;

    FrameReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    int get() {
        return bytes.get();
    }

    long getLong() {
        return bytes.getLong();
    }

    byte[] getBytes() {
        var value = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(value);
        return value;
    }

    String getText() {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }
}
