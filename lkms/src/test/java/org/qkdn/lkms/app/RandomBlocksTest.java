package org.qkdn.lkms.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.qkdn.lkms.entropy.EntropySource;
import org.qkdn.lkms.store.KeyBytes;

class RandomBlocksTest {
    /** Gives nothing but ones, or nothing. */
    private record Ones(AtomicBoolean down) implements EntropySource {
        @Override
        public Draw draw(int bytes) {
            var ones = new byte[bytes];
            Arrays.fill(ones, (byte) 1);
            return down.get() ? new Draw.Failed("it is down") : new Draw.Drawn(KeyBytes.owning(ones));
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public void register(MeterRegistry meters) {
            // nothing to measure
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    @Test
    void sourceThatFailsLeavesNothingButRandomNumbersToBeDrawn() {
        var down = new AtomicBoolean();
        try (var blocks = new RandomBlocks(new Ones(down))) {
            blocks.draw(15).close();
            down.set(true);
            var refused = assertThrows(UncheckedIOException.class, () -> blocks.draw(2));
            assertEquals("no random numbers: it is down", refused.getCause().getMessage());
            try (var rest = blocks.draw(1)) {
                for (var octet : rest.toArray()) {
                    assertEquals(1, octet);
                }
            }
        }
    }
}
