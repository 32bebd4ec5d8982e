package org.qkdn.emulator.soak;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/**
 * The binary form of ETSI GS QKD 004: requests that nobody may be granted, which are answered by a status, and frames that
 * are none, which end the connection.
 */
final class FrameFlood implements Flood {
    private static final int VERSION = 0x020101;
    private static final int OPEN_CONNECT = 2;
    private static final int GET_KEY = 4;
    private static final int CLOSE = 8;
    private static final int PER_CONNECTION = 40;

    private final RawConnection.Dialling port;

    FrameFlood(RawConnection.Dialling port) {
        this.port = port;
    }

    @Override
    public String name() {
        return "etsi004";
    }

    @Override
    public void send(long requests, RandomGenerator random, Findings findings) throws IOException {
        var spelling = new Spelling(random);
        for (long left = requests; left > 0 && findings.isClean(); left -= PER_CONNECTION) {
            try (var connection = port.dial()) {
                for (int i = 1; i < PER_CONNECTION; i++) {
                    var request = denied(spelling);
                    connection.send(request);
                    int status = connection.payload().getInt();
                    if (status == 0) {
                        findings.fault("etsi004 grants", request);
                    }
                }
                var broken = broken(spelling);
                connection.send(broken);
                if (!connection.ends()) {
                    findings.fault("etsi004 goes on behind", broken);
                }
            } catch (SocketException | SSLException e) {
                // it has had enough before all was sent
            }
            findings.refused(PER_CONNECTION);
        }
    }

    private static byte[] denied(Spelling spelling) {
        return switch (spelling.number(3)) {
            case 0 -> frame(OPEN_CONNECT, open(spelling));
            case 1 ->
                frame(
                        GET_KEY,
                        id(ByteBuffer.allocate(24), spelling.uuid())
                                .putInt(spelling.number(1 << 30))
                                .putInt(0)
                                .array());
            default -> frame(CLOSE, id(ByteBuffer.allocate(16), spelling.uuid()).array());
        };
    }

    private static byte[] open(Spelling spelling) {
        var text = spelling.one("qkd://", "", "pqc:") + spelling.word() + "\0" + spelling.word() + "\0";
        var names = text.getBytes(StandardCharsets.UTF_8);
        var payload =
                ByteBuffer.allocate(names.length + 7 * Integer.BYTES + 1 + 16).put(names);
        for (int i = 0; i < 7; i++) {
            payload.putInt(spelling.one(0, 1, 32, -1, spelling.number(1 << 30)));
        }
        return id(payload.put((byte) 0), new UUID(0, 0)).array();
    }

    private static byte[] broken(Spelling spelling) {
        return switch (spelling.number(6)) {
            case 0 -> spelling.noise(200);
            case 1 -> frame(spelling.one(0, 1, 3, 5, 9, 255), spelling.noise(100));
            case 2 -> frame(OPEN_CONNECT, spelling.noise(44));
            case 3 -> frame(GET_KEY, spelling.noise(23));
            case 4 -> frame(CLOSE, spelling.noise(15));
            default ->
                ByteBuffer.allocate(8).putInt(VERSION << 8 | GET_KEY).putInt(-1).array();
        };
    }

    private static ByteBuffer id(ByteBuffer into, UUID id) {
        return into.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static byte[] frame(int service, byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .putInt(VERSION << 8 | service)
                .putInt(payload.length)
                .put(payload)
                .array();
    }
}
