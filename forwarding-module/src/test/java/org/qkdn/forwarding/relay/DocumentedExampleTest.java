package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The frames printed in {@code docs/relay-protocol.md} are those this implementation sends. */
class DocumentedExampleTest {
    private static final HopHeader HEADER =
            new HopHeader(id(1), id(2), Direction.FORWARD, 1, id(3), id(4), id(5), id(6), pad(8, 1024, 4096, 0, 544));

    @Test
    void relayFrameIsThatOfTheDocument() throws Exception {
        try (var block = counting(512, 1, 0);
                var expected = counting(512, 1, 0);
                var pad = counting(544, 7, 3)) {
            var relay = Protection.seal(HEADER, 9_750, 3, block, pad);
            assertEquals(documented("relay"), HexFormat.of().formatHex(MessageCodec.encode(relay)));
            var read = (Message.Relay) MessageCodec.decode(HexFormat.of().parseHex(documented("relay")));
            assertEquals(
                    expected.exposed(), Protection.open(read, pad).orElseThrow().exposed());
        }
    }

    @Test
    void acknowledgementFrameIsThatOfTheDocument() throws Exception {
        try (var tagKey = counting(32, 11, 5)) {
            var unsigned = new Message.Acknowledgement(HEADER.answer(pad(9, 64, 64, 32, 32)), Tag.NONE);
            assertEquals(
                    documented("ack"),
                    HexFormat.of().formatHex(MessageCodec.encode(Protection.sign(unsigned, tagKey))));
        }
    }

    @Test
    void grantFramesAreThoseOfTheDocument() throws Exception {
        assertEquals(documented("grant"), frame(new Message.Grant(id(2), Direction.FORWARD, 4096, Optional.empty())));
        var down = new RelayOutcome.Failed(FailureReason.NEIGHBOUR_DOWN, id(4));
        assertEquals(documented("closed"), frame(new Message.Grant(id(2), Direction.FORWARD, 4096, Optional.of(down))));
    }

    private static String frame(Message message) {
        return HexFormat.of().formatHex(MessageCodec.encode(message));
    }

    /** A part of a lease of PHYS link 7. */
    private static PadName pad(int block, int leaseOffset, int leaseLength, int from, int length) {
        return new PadName(id(7), List.of(new PadName.Part(id(block), leaseOffset, leaseLength, from, length)));
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
