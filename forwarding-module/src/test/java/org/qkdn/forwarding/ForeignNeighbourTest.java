package org.qkdn.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.MessageCodec;
import org.qkdn.forwarding.testing.TestAuthority;
import org.qkdn.forwarding.testing.TestChain;
import org.qkdn.forwarding.testing.TestNode;
import org.qkdn.node.tls.TlsIdentity;

/** Node N listens for M, which has the smaller id and so dials; the tests stand in M's place, or want to. */
class ForeignNeighbourTest {
    private static final UUID M_ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID N_ID = UUID.fromString("00000000-0000-4000-8000-000000000002");

    @TempDir
    Path directory;

    private TestAuthority authority;
    private TestNode n;
    private TestNode m;

    @BeforeEach
    void startListener() throws IOException {
        authority = new TestAuthority(directory.resolve("pki"));
        n = new TestNode(N_ID, "N", authority, directory);
        m = new TestNode(M_ID, "M", authority, directory);
        n.knows(m);
        n.start();
    }

    @AfterEach
    void stop() {
        n.close();
        m.close();
    }

    @Test
    void neighbourSaysHelloAndIsConnected() throws IOException {
        try (var socket = dial(authority.identity("fm-M"))) {
            send(socket, MessageCodec.encode(new Message.Hello(1, 9, M_ID)));
            var in = new DataInputStream(socket.getInputStream());
            var frame = new byte[in.readInt()];
            in.readFully(frame);
            assertEquals("HELLO", frame[0] == 1 ? "HELLO" : "type " + frame[0]);
            TestChain.await("connected", this::connected);
        }
        TestChain.await("lost", () -> !connected());
    }

    @Test
    void certificateThatIsNotANeighboursIsRefused() throws IOException {
        for (var name : new String[] {"fm-N", "fm-Z", "M", "agent-M", "operator"}) {
            assertRefused(authority.identity(name), MessageCodec.encode(new Message.Hello(2, 2, M_ID)));
        }
    }

    @Test
    void certificateOfAnotherAuthorityIsRefused() throws IOException {
        var stranger = new TestAuthority(directory.resolve("other")).strangerTrusting(authority, "fm-M");
        assertRefused(stranger, MessageCodec.encode(new Message.Hello(2, 2, M_ID)));
    }

    @Test
    void wrongFirstFrameEndsTheConnection() throws IOException {
        var neighbour = authority.identity("fm-M");
        assertRefused(neighbour, MessageCodec.encode(new Message.Hello(2, 2, UUID.randomUUID())));
        assertRefused(neighbour, MessageCodec.encode(new Message.Hello(3, 5, M_ID)));
        assertRefused(neighbour, MessageCodec.encode(new Message.Ping()));
        assertRefused(neighbour, "GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertRefused(neighbour, new byte[0]);
        assertFalse(connected());
    }

    @Test
    void frameLongerThanAnyMessageEndsTheConnection() throws IOException {
        try (var socket = dial(authority.identity("fm-M"))) {
            new DataOutputStream(socket.getOutputStream()).writeInt(Integer.MAX_VALUE);
            assertTrue(ends(socket));
        }
    }

    private void assertRefused(TlsIdentity identity, byte[] firstFrame) throws IOException {
        try (var socket = dial(identity)) {
            send(socket, firstFrame);
            assertTrue(ends(socket));
        } catch (javax.net.ssl.SSLException | java.net.SocketException e) {
            // refused already by TLS
        }
        assertFalse(connected());
    }

    private boolean connected() {
        return TestChain.report(n).getNeighbours(0).getConnected();
    }

    private SSLSocket dial(TlsIdentity identity) throws IOException {
        var socket = (SSLSocket) identity.jdkClient("fm-N")
                .getSocketFactory()
                .createSocket(java.net.InetAddress.getLoopbackAddress(), n.relayPort);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(SSLSocket socket, byte[] frame) throws IOException {
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
    }

    /** Reads what may still come until the other end has closed. */
    private static boolean ends(SSLSocket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // its HELLO
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
