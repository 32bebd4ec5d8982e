package org.qkdn.lkms.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The content of one frame as it grows; overwritten once it is sealed. */
final class FrameWriter {
    private byte[] bytes = new byte[1 << 16];
    private int length;

    FrameWriter put(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    FrameWriter putLong(long value) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += Long.BYTES;
        return this;
    }

    FrameWriter putBytes(byte[] value) {
        putLong(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    FrameWriter putText(String text) {
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            var longer = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
            Arrays.fill(bytes, (byte) 0);
            bytes = longer;
        }
    }

    int length() {
        return length;
    }

    /** The array that is being written to: only its first {@link #length} bytes are of this frame. */
    byte[] exposed() {
        return bytes;
    }

    /** Takes back what was put since the frame had this length. */
    void cutTo(int shorter) {
        Arrays.fill(bytes, shorter, length, (byte) 0);
        length = shorter;
    }
}
