package org.qkdn.controller.plane.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Framing shared by journal and snapshot: length (4 bytes), CRC-32C of the payload (4 bytes), payload. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record JournalRecord(byte[] payload, int end) {
    public static final int HEADER_BYTES = 8;

    public static ByteBuffer frame(byte[] payload) {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .putInt(payload.length)
                .putInt(checksum(payload, 0, payload.length))
                .put(payload)
                .flip();
    }

    /** True where a whole record with a right checksum starts. */
    public static boolean startsAt(byte[] bytes, int offset) {
        if (bytes.length - offset <= HEADER_BYTES) {
            return false;
        }
        var header = ByteBuffer.wrap(bytes, offset, HEADER_BYTES);
        int length = header.getInt();
        int expected = header.getInt();
        return length > 0
                && length <= bytes.length - offset - HEADER_BYTES
                && checksum(bytes, offset + HEADER_BYTES, length) == expected;
    }

    /** The record that {@link #startsAt(byte[], int) starts} at the offset. */
    public static JournalRecord at(byte[] bytes, int offset) {
        int start = offset + HEADER_BYTES;
        int end = start + ByteBuffer.wrap(bytes, offset, HEADER_BYTES).getInt();
        return new JournalRecord(Arrays.copyOfRange(bytes, start, end), end);
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
