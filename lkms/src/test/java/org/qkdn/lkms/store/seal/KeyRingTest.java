package org.qkdn.lkms.store.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.StateException;

/** Changes of the key-encrypting key, cut short after each step. */
class KeyRingTest {
    @TempDir
    Path directory;

    private static final byte[] TEXT = {1, 2, 3};

    private byte[] frame;

    private Path file() {
        return directory.resolve("epochs");
    }

    private void make(KeySource source) throws Exception {
        try (var epochs = new KeyRing(file()).open(source, Optional.empty())) {
            epochs.create(1);
            epochs.destroy(Set.of(1L));
            frame = epochs.create(2).seal(0, TEXT, TEXT.length);
        }
    }

    private void opens(KeySource source, Optional<KeySource> previous) throws Exception {
        try (var epochs = new KeyRing(file()).open(source, previous)) {
            assertEquals(Set.of(2L), epochs.live());
            assertEquals(Set.of(1L), epochs.destroyed());
            assertArrayEquals(TEXT, epochs.of(2).open(0, frame).orElseThrow());
        }
        try (var files = Files.list(directory)) {
            for (var left : files.toList()) {
                var name = left.getFileName().toString();
                assertFalse(name.endsWith(".new") || name.endsWith(".old"), name + " is left");
            }
        }
    }

    private static final class CutShort extends RuntimeException {}

    private KeyRing cutShortAt(KeyRing.Step last) {
        return new KeyRing(file(), step -> {
            if (step == last) {
                throw new CutShort();
            }
        });
    }

    @Test
    void newKeyTakesThePlaceOfTheOld() throws Exception {
        var source = Pkcs12Source.in(directory);
        make(source);
        var before = Files.readAllBytes(source.file());
        new KeyRing(file()).renew(source);
        opens(source, Optional.empty());
        Files.write(source.file(), before);
        var failure = assertThrows(StateException.class, () -> opens(source, Optional.empty()));
        assertTrue(failure.getMessage().contains("is not the key of"), failure.getMessage());
    }

    @Test
    void renewalMayBeCutShortAnywhere() throws Exception {
        var source = Pkcs12Source.in(directory);
        make(source);
        for (var step : KeyRing.Step.values()) {
            assertThrows(CutShort.class, () -> cutShortAt(step).renew(source));
            opens(source, Optional.empty());
            assertThrows(CutShort.class, () -> cutShortAt(step).renew(source));
            new KeyRing(file()).renew(source);
            opens(source, Optional.empty());
        }
    }

    @Test
    void moveToAnotherSourceMayBeCutShortAnywhere() throws Exception {
        KeySource from = Pkcs12Source.in(directory);
        make(from);
        for (var step : Set.of(KeyRing.Step.COPY_WRAPPED, KeyRing.Step.FILE_REPLACED)) {
            KeySource to = new Pkcs12Source(directory.resolve("to-" + step + ".p12"), null, "other");
            ((Pkcs12Source) to).make();
            var previous = Optional.of(from);
            assertThrows(CutShort.class, () -> cutShortAt(step).open(to, previous));
            opens(to, previous);
            opens(to, Optional.empty());
            from = to;
        }
    }

    @Test
    void wrongPreviousKeyChangesNothing() throws Exception {
        var source = Pkcs12Source.in(directory);
        make(source);
        var stranger = new Pkcs12Source(directory.resolve("stranger.p12"), null, null);
        stranger.make();
        var other = new Pkcs12Source(directory.resolve("other.p12"), null, null);
        other.make();
        var failure = assertThrows(StateException.class, () -> opens(other, Optional.of(stranger)));
        assertTrue(failure.getMessage().contains("neither"), failure.getMessage());
        opens(source, Optional.empty());
    }
}
