package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The frames printed in {@code docs/relay-protocol.md} are those this implementation sends. */
class DocumentedExampleTest {
    private static final HopHeader HEADER = new HopHeader(
            id(1), id(2), Direction.FORWARD, 1, id(3), id(4), id(5), id(6), new PadSlice(id(7), id(8), 1024, 544));

    @Test
    void relayFrameIsThatOfTheDocument() throws Exception {
        try (var block = counting(512, 1, 0);
                var pad = counting(544, 7, 3)) {
            var relay = Protection.seal(1, HEADER, 9_750, block, pad);
            assertEquals(documented("relay"), HexFormat.of().formatHex(MessageCodec.encode(relay)));
            var read = (Message.Relay) MessageCodec.decode(HexFormat.of().parseHex(documented("relay")));
            assertArrayEquals(
                    block.exposed(), Protection.open(1, read, pad).orElseThrow().exposed());
        }
    }

    @Test
    void acknowledgementFrameIsThatOfTheDocument() throws Exception {
        try (var tagKey = counting(32, 11, 5)) {
            var unsigned = new Message.Acknowledgement(HEADER.answer(new PadSlice(id(7), id(9), 64, 32)), Tag.NONE);
            assertEquals(
                    documented("ack"),
                    HexFormat.of().formatHex(MessageCodec.encode(Protection.sign(1, unsigned, tagKey))));
        }
    }

    /** Byte i is factor i + start, modulo 256. */
    private static KeyBytes counting(int length, int factor, int start) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (factor * i + start);
        }
        return KeyBytes.owning(bytes);
    }

    private static String documented(String name) throws IOException {
        var document = Files.readString(Path.of("..", "docs", "relay-protocol.md"));
        var found =
                Pattern.compile("```hex " + name + "\n(.*?)```", Pattern.DOTALL).matcher(document);
        return found.find() ? found.group(1).replaceAll("\\s", "") : "no example '" + name + "'";
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }
}
