package org.qkdn.lkms.api004.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestDecoderTest {
    private static final byte[] CLOSE = HexFormat.of().parseHex("0201010800000010" + "ab".repeat(16));

    private static EmbeddedChannel channel() {
        return new EmbeddedChannel(new RequestDecoder(10_000));
    }

    @Test
    void bytesThatComeOneByOneMakeTheSameRequest() {
        var channel = channel();
        for (byte one : CLOSE) {
            assertNull(channel.readInbound());
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {one}));
        }
        var close = assertInstanceOf(Request.Close.class, channel.readInbound());
        assertEquals(UUID.fromString("abababab-abab-abab-abab-abababababab"), close.keyStreamId());
        assertEquals(0x020101, close.version());
    }

    @Test
    void frameThatIsBegunAndNotEndedInTimeEndsTheConnection() {
        var channel = channel();
        channel.writeInbound(Unpooled.wrappedBuffer(CLOSE, 0, 9));
        channel.advanceTimeBy(9, TimeUnit.SECONDS);
        channel.runPendingTasks();
        channel.checkException();
        channel.writeInbound(Unpooled.wrappedBuffer(CLOSE, 9, 3));
        channel.advanceTimeBy(2, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        var late = assertThrows(MalformedFrameException.class, channel::checkException);
        assertTrue(late.getMessage().contains("not ended in time"));
    }

    @Test
    void waitingBetweenFramesIsNoFault() {
        var channel = channel();
        channel.writeInbound(Unpooled.wrappedBuffer(CLOSE));
        channel.advanceTimeBy(60, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.writeInbound(Unpooled.wrappedBuffer(CLOSE));
        channel.checkException();
        assertInstanceOf(Request.Close.class, channel.readInbound());
        assertInstanceOf(Request.Close.class, channel.readInbound());
    }

    /** Whatever comes is a request or is refused as malformed; nothing else is thrown. */
    @Test
    void randomBytesBehindAGoodHeaderAreReadOrRefused() {
        int[] services = {2, 4, 8};
        for (long seed = 1; seed <= 20_000; seed++) {
            var random = new Random(seed);
            var payload = new byte[random.nextInt(400)];
            random.nextBytes(payload);
            for (int i = 0; i < payload.length; i++) {
                if (random.nextInt(3) > 0) {
                    payload[i] = (byte) (payload[i] & 1);
                }
            }
            var header = new byte[] {
                2, 1, 1, (byte) services[random.nextInt(3)], 0, 0, (byte) (payload.length >> 8), (byte) payload.length
            };
            var channel = channel();
            try {
                channel.writeInbound(Unpooled.wrappedBuffer(header, payload));
                assertInstanceOf(Request.class, channel.readInbound(), "seed " + seed);
            } catch (MalformedFrameException e) {
                assertTrue(e.getMessage().length() > 10, "seed " + seed);
            }
        }
    }
}
