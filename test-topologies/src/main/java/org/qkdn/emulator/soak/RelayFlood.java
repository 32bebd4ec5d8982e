package org.qkdn.emulator.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.qkdn.forwarding.relay.Direction;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.HopHeader;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.MessageCodec;
import org.qkdn.forwarding.relay.PadName;

/**
 * A neighbour with a genuine certificate that says HELLO and then sends messages of nothing that was agreed on, until it
 * sends what is no message, which ends the connection.
 */
final class RelayFlood implements Flood {
    private static final int PER_CONNECTION = 40;
    private static final int RELAY = 2;
    private static final int VOID = 5;
    /** What a VOID ends with, and a RELAY of one block. */
    private static final int REASON = 1 + 16;

    private static final int RELAY_REST = 6 + 512 + 16;

    private final RawConnection.Dialling port;
    private final UUID self;

    RelayFlood(RawConnection.Dialling port, UUID self) {
        this.port = port;
        this.self = self;
    }

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public void send(long requests, RandomGenerator random, Findings findings) throws IOException {
        var spelling = new Spelling(random);
        for (long left = requests; left > 0 && findings.isClean(); left -= PER_CONNECTION) {
            try (var connection = port.dial()) {
                connection.send(frame(
                        MessageCodec.encode(new Message.Hello(MessageCodec.VERSION, MessageCodec.VERSION, self))));
                for (int i = 1; i < PER_CONNECTION; i++) {
                    connection.send(frame(strange(spelling)));
                }
                var broken = broken(spelling);
                connection.send(broken);
                if (!connection.ends()) {
                    findings.fault("relay goes on behind", broken);
                }
            } catch (SocketException | SSLException e) {
                // it has had enough before all was sent
            }
            findings.refused(PER_CONNECTION);
        }
    }

    /** Of a form that is right. */
    private static byte[] strange(Spelling spelling) {
        return switch (spelling.number(5)) {
            case 0 -> MessageCodec.encode(new Message.Ping());
            case 1 ->
                MessageCodec.encode(new Message.Announcement(
                        spelling.uuid(), spelling.uuid(), spelling.uuid(), 256, List.of(spelling.word())));
            case 2 -> MessageCodec.encode(new Message.AnnouncementReply(spelling.uuid(), Optional.empty()));
            case 3 ->
                MessageCodec.encode(new Message.Grant(
                        spelling.uuid(), spelling.one(Direction.values()), spelling.number(1 << 30), Optional.empty()));
            default -> relay(spelling);
        };
    }

    /** A VOID, or a RELAY of the same header and of random bytes. */
    private static byte[] relay(Spelling spelling) {
        var header = new HopHeader(
                spelling.uuid(),
                spelling.uuid(),
                spelling.one(Direction.values()),
                1,
                spelling.uuid(),
                spelling.uuid(),
                spelling.uuid(),
                spelling.uuid(),
                new PadName(new UUID(0, 0), List.of()));
        var voided = MessageCodec.encode(new Message.Voided(header, FailureReason.TIMEOUT, spelling.uuid()));
        if (spelling.number(2) == 0) {
            return voided;
        }
        var relay = Arrays.copyOf(voided, voided.length - REASON + RELAY_REST);
        relay[0] = RELAY;
        return relay;
    }

    private static byte[] broken(Spelling spelling) {
        return switch (spelling.number(4)) {
            case 0 -> frame(new byte[] {(byte) (VOID + spelling.number(2) * 60), 1, 2, 3});
            case 1 -> frame(spelling.noise(3000));
            case 2 -> new byte[Integer.BYTES];
            default -> new byte[] {127, -1, -1, -1};
        };
    }

    private static byte[] frame(byte[] message) {
        var frame = new ByteArrayOutputStream(Integer.BYTES + message.length);
        frame.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(0, message.length).array());
        frame.writeBytes(message);
        return frame.toByteArray();
    }
}
