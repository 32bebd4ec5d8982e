package org.qkdn.lkms.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The content of one frame as it grows; overwritten once it is sealed. */
final class FrameWriter {
    private byte[] bytes = new byte[1 << 16];
    private ByteBuffer view = ByteBuffer.wrap(bytes);

    FrameWriter put(int value) {
        room(1).put((byte) value);
        return this;
    }

    FrameWriter putLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    FrameWriter putBytes(byte[] value) {
        putLong(value.length);
        room(value.length).put(value);
        return this;
    }

    FrameWriter putText(String text) {
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private ByteBuffer room(int more) {
        if (view.remaining() < more) {
            var longer = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length(), more)));
            Arrays.fill(bytes, (byte) 0);
            view = ByteBuffer.wrap(longer).position(length());
            bytes = longer;
        }
        return view;
    }

    int length() {
        return view.position();
    }

    /** The array that is being written to: only its first {@link #length} bytes are of this frame. */
    byte[] exposed() {
        return bytes;
    }

    /** Takes back what was put since the frame had this length. */
    void cutTo(int shorter) {
        Arrays.fill(bytes, shorter, length(), (byte) 0);
        view.position(shorter);
    }
}
