package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that finds nothing must be able to find something. */
class KeySearchTest {
    private final Random random = new Random(2);
    private final List<byte[]> keys = List.of(bytes(32), bytes(32), bytes(32));
    private final KeySearch search = new KeySearch(keys);

    @TempDir
    Path folder;

    @Test
    void findsEitherHalfOfAnyKeyInEveryForm() throws Exception {
        for (var key : keys) {
            for (var half : List.of(Arrays.copyOf(key, 16), Arrays.copyOfRange(key, 16, 32))) {
                for (var form : forms(half)) {
                    var hay = join(bytes(1000), form, bytes(7));
                    assertTrue(
                            search.find(Files.write(folder.resolve("hay"), hay)).isPresent());
                }
            }
        }
    }

    @Test
    void findsNothingInWhatHoldsNoKey() throws Exception {
        assertEquals(Optional.empty(), search.find(Files.write(folder.resolve("hay"), bytes(1 << 20))));
        assertEquals(Optional.empty(), search.find(Base64.getEncoder().encodeToString(bytes(1 << 16))));
        assertEquals(Optional.empty(), search.find(""));
    }

    private List<byte[]> forms(byte[] secret) {
        var forms = new ArrayList<byte[]>();
        forms.add(secret);
        var texts = new ArrayList<>(List.of(
                HexFormat.of().formatHex(secret), HexFormat.of().withUpperCase().formatHex(secret)));
        for (int before = 0; before < 4; before++) {
            var inside = join(bytes(before), secret, bytes(5));
            texts.add(Base64.getEncoder().encodeToString(inside));
            texts.add(Base64.getUrlEncoder().encodeToString(inside));
        }
        for (var text : texts) {
            forms.add(text.getBytes(StandardCharsets.US_ASCII));
            forms.add(text.getBytes(StandardCharsets.UTF_16LE));
            forms.add(text.getBytes(StandardCharsets.UTF_16BE));
        }
        return forms;
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        var joined = new java.io.ByteArrayOutputStream();
        for (var part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
