package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private static final UUID ID = UUID.fromString("0a1b2c3d-0000-4000-8000-00000000000f");
    private static final HopHeader HEADER = new HopHeader(
            ID,
            ID,
            Direction.BACKWARD,
            64,
            ID,
            ID,
            ID,
            ID,
            new PadName(
                    ID,
                    List.of(new PadName.Part(ID, Integer.MAX_VALUE, 544, 0, 544), new PadName.Part(ID, 0, 9, 4, 5))));
    private static final Tag TAG = Tag.over(new byte[] {1}, KeyBytes.owning(new byte[32]));
    private static final List<Message> MESSAGES = List.of(
            new Message.Hello(1, 255, ID),
            new Message.Relay(HEADER, 10_000, 7, Ciphertext.at(new byte[1024], 0, 1024), TAG),
            new Message.Grant(ID, Direction.FORWARD, Long.MAX_VALUE, Optional.empty()),
            new Message.Grant(
                    ID, Direction.BACKWARD, 0, Optional.of(new RelayOutcome.Failed(FailureReason.NEIGHBOUR_DOWN, ID))),
            new Message.Acknowledgement(HEADER, TAG),
            new Message.Refusal(HEADER, FailureReason.STOPPED, ID, TAG),
            new Message.Voided(HEADER, FailureReason.LINK_UNKNOWN, ID),
            new Message.Announcement(ID, ID, ID, 256, List.of(ID.toString(), "k\u00e9y")),
            new Message.AnnouncementReply(ID, Optional.empty()),
            new Message.AnnouncementReply(ID, Optional.of(FailureReason.SUPPLY_REFUSED)),
            new Message.Ping());

    @Test
    void readsWhatItWrites() throws MalformedMessageException {
        for (var message : MESSAGES) {
            assertEquals(message, MessageCodec.decode(MessageCodec.encode(message)));
        }
    }

    @Test
    void refusesEveryMessageCutShortOrWithBytesBehind() {
        for (var message : MESSAGES) {
            var frame = MessageCodec.encode(message);
            for (int length = 0; length < frame.length; length++) {
                var cut = Arrays.copyOf(frame, length);
                assertThrows(MalformedMessageException.class, () -> MessageCodec.decode(cut));
            }
            var longer = Arrays.copyOf(frame, frame.length + 1);
            assertThrows(MalformedMessageException.class, () -> MessageCodec.decode(longer));
        }
    }

    @Test
    void readsRandomBytesAsNothingOrAsAMessageWithThoseBytes() {
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            var frame = new byte[random.nextInt(300)];
            random.nextBytes(frame);
            if (frame.length > 0) {
                frame[0] = (byte) (1 + random.nextInt(10));
            }
            try {
                assertEquals(
                        MessageCodec.decode(MessageCodec.encode(MessageCodec.decode(frame))),
                        MessageCodec.decode(frame));
            } catch (MalformedMessageException e) {
                // most of them
            }
        }
    }

    @Test
    void announcementsBeyondTheLimitsDoNotFit() {
        assertFalse(MessageCodec.fits(new Message.Announcement(ID, ID, ID, 256, Collections.nCopies(257, "k"))));
        assertFalse(MessageCodec.fits(new Message.Announcement(ID, ID, ID, 256, List.of("k".repeat(129)))));
    }
}
