package org.qkdn.emulator.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for either half of many keys at once, in every form they may have leaked in: raw, hexadecimal, and base64 in each
 * alignment (a key inside something longer), as text of one or two bytes a character.
 */
final class KeySearch {
    private static final int HASH_BITS = 22;
    private static final List<Charset> TEXTS =
            List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

    private final Map<Long, List<Needle>> byStart = new HashMap<>();
    private final BitSet starts = new BitSet(1 << HASH_BITS);

    private record Needle(String what, ByteBuffer bytes) {}

    KeySearch(List<byte[]> keys) {
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i);
            int half = key.length / 2;
            if (half < 16) {
                throw new IllegalArgumentException("a key of " + key.length + " bytes might be found by chance");
            }
            add("first half of key " + i, Arrays.copyOf(key, half));
            add("second half of key " + i, Arrays.copyOfRange(key, half, key.length));
        }
    }

    private void add(String what, byte[] secret) {
        add(new Needle(what + ", raw", ByteBuffer.wrap(secret)));
        text(what + ", hexadecimal", HexFormat.of().formatHex(secret));
        text(
                what + ", hexadecimal in upper case",
                HexFormat.of().withUpperCase().formatHex(secret));
        for (int before = 0; before < 3; before++) {
            text(what + ", base64", base64(secret, before, Base64.getEncoder()));
            text(what + ", base64url", base64(secret, before, Base64.getUrlEncoder()));
        }
    }

    /** The characters that depend on nothing but the secret when {@code before} bytes stand before it. */
    private static String base64(byte[] secret, int before, Base64.Encoder encoder) {
        var padded = new byte[before + secret.length];
        System.arraycopy(secret, 0, padded, before, secret.length);
        return encoder.encodeToString(padded).substring((before * 8 + 5) / 6, padded.length * 8 / 6);
    }

    private void text(String what, String text) {
        TEXTS.forEach(charset -> add(new Needle(what, ByteBuffer.wrap(text.getBytes(charset)))));
    }

    private void add(Needle needle) {
        long start = needle.bytes.getLong(0);
        byStart.computeIfAbsent(start, absent -> new ArrayList<>()).add(needle);
        starts.set(hash(start));
    }

    /** What is found first and where; empty where nothing is. */
    Optional<String> find(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            return find(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()))
                    .map(found -> file + ": " + found);
        }
    }

    Optional<String> find(String text) {
        return find(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<String> find(ByteBuffer hay) {
        long last = 0;
        for (int end = 1; end <= hay.limit(); end++) {
            last = (last << 8) | (hay.get(end - 1) & 0xff);
            if (end >= Long.BYTES && starts.get(hash(last))) {
                int at = end - Long.BYTES;
                for (var needle : byStart.getOrDefault(last, List.of())) {
                    if (matches(hay, at, needle.bytes)) {
                        return Optional.of(needle.what + ", at byte " + at);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matches(ByteBuffer hay, int at, ByteBuffer needle) {
        return at + needle.limit() <= hay.limit()
                && hay.slice(at, needle.limit()).equals(needle);
    }

    private static int hash(long start) {
        return (int) ((start * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - HASH_BITS));
    }
}
