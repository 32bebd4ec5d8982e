package org.qkdn.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes inputs from kept ones as fuzzers do: bits flipped, parts removed, repeated, replaced and crossed. */
final class Mutations {
    private static final byte[] TELLING =
            "{}[]\":,/?%\\0-e.\n\0\u00ff".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    private static final int LONGEST = 1 << 16;

    private final List<byte[]> kept;
    private final RandomGenerator random;

    Mutations(List<byte[]> kept, RandomGenerator random) {
        this.kept = kept;
        this.random = random;
    }

    byte[] next() {
        var input = one();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            input = mutated(input);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private byte[] one() {
        return kept.get(random.nextInt(kept.size())).clone();
    }

    private byte[] mutated(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int length = random.nextInt(Math.min(64, input.length - at) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> changed(input, (byte) (1 << random.nextInt(8)));
            case 1 -> changed(input, (byte) random.nextInt(256));
            case 2 -> spliced(input, at, length, new byte[0]);
            case 3 -> spliced(input, at, 0, Arrays.copyOfRange(input, at, at + length));
            case 4 -> spliced(input, at, length, new byte[] {TELLING[random.nextInt(TELLING.length)]});
            default -> crossed(input, at);
        };
    }

    private byte[] changed(byte[] input, byte mask) {
        if (input.length > 0) {
            input[random.nextInt(input.length)] ^= mask;
        }
        return input;
    }

    private byte[] crossed(byte[] input, int at) {
        var other = one();
        int from = random.nextInt(other.length + 1);
        return spliced(input, at, input.length - at, Arrays.copyOfRange(other, from, other.length));
    }

    private static byte[] spliced(byte[] input, int at, int removed, byte[] inserted) {
        var result = new byte[input.length - removed + inserted.length];
        System.arraycopy(input, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(input, at + removed, result, at + inserted.length, input.length - at - removed);
        return result;
    }
}
