package org.qkdn.controller.embedded.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Stands for the data tree: change n follows change n-1, and all of its bytes follow from n. */
final class NumberedChanges implements History.Replay {
    private static final int LONGEST = 3000;

    private long last;

    @Override
    public void load(byte[] state) {
        last = ByteBuffer.wrap(state).getLong();
        expect(state(), state);
    }

    @Override
    public void change(byte[] change) {
        expect(next(), change);
        last++;
    }

    /** Number of the last change; 0 where there is none. */
    long last() {
        return last;
    }

    byte[] next() {
        return bytes(last + 1, 1);
    }

    byte[] state() {
        return bytes(last, 2);
    }

    private static void expect(byte[] expected, byte[] found) {
        if (!Arrays.equals(expected, found)) {
            throw new IllegalStateException(
                    "after change " + ByteBuffer.wrap(expected).getLong() + " comes something else: " + found.length
                            + " bytes, " + ByteBuffer.wrap(found).getLong());
        }
    }

    private static byte[] bytes(long number, int kind) {
        var random = new Random(number * 31 + kind);
        var bytes = new byte[Long.BYTES + random.nextInt(LONGEST)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes).putLong(number).array();
    }
}
