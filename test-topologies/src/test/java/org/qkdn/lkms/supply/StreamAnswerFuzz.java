package org.qkdn.lkms.supply;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.qkdn.fuzz.Fuzzed;

/** What a module answers to a client of the binary form of ETSI GS QKD 004, which may be anything. */
public final class StreamAnswerFuzz {
    private StreamAnswerFuzz() {}

    public static void fuzzerTestOneInput(byte[] answers) {
        try (var connection =
                new StreamConnection(() -> {}, new ByteArrayInputStream(answers), OutputStream.nullOutputStream())) {
            var opened = connection.openConnect("sae-a", "sae-b", 32, new UUID(0, 1));
            Fuzzed.require(opened.stream() != null, "a stream");
            while (true) {
                try (var key = connection.getKey(opened.stream(), 0).key()) {
                    Fuzzed.require(key.length() <= answers.length, "no more than was sent");
                }
            }
        } catch (IOException e) {
            Fuzzed.require(
                    e.getClass() == java.io.EOFException.class
                            || !e.getMessage().isBlank(),
                    "says why");
        }
    }
}
