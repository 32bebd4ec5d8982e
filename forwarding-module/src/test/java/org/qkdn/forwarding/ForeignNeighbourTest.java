package org.qkdn.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.forwarding.relay.Direction;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.HopHeader;
import org.qkdn.forwarding.relay.Lease;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.MessageCodec;
import org.qkdn.forwarding.relay.PadName;
import org.qkdn.forwarding.testing.PhysLinkStore;
import org.qkdn.forwarding.testing.TestAuthority;
import org.qkdn.forwarding.testing.TestChain;
import org.qkdn.forwarding.testing.TestNode;
import org.qkdn.node.tls.TlsIdentity;

/** Node N listens for M, which has the smaller id and so dials; the tests stand in M's place, or want to. */
class ForeignNeighbourTest {
    private static final UUID M_ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID N_ID = UUID.fromString("00000000-0000-4000-8000-000000000002");

    private static final UUID LINK = UUID.fromString("00000000-0000-4000-8000-000000000003");
    private static final int HELLO = 1;
    private static final int RELAY = 2;
    private static final int ACK = 3;
    private static final int VOID = 5;
    private static final int PING = 8;
    private static final int GRANT = 9;
    private static final int WRONG_NEIGHBOUR = 103;
    private static final int PAD_UNKNOWN = 106;
    private static final int FORGED = 107;
    private static final int OVER_CREDIT = 119;

    /** Blocks. */
    private static final int LARGEST_RELAY = 128;

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
        assertRefused(neighbour, MessageCodec.encode(new Message.Hello(1, 1, M_ID)));
        assertEquals(
                "no common version of the protocol: it speaks 1 to 1, this node 2",
                TestChain.report(n).getNeighbours(0).getReason());
        assertRefused(neighbour, MessageCodec.encode(new Message.Ping()));
        assertRefused(neighbour, "GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertRefused(neighbour, new byte[0]);
        assertFalse(connected());
        for (var reason : List.of(
                "it says to be node", "no common version", "the first frame is not a HELLO", "protocol error")) {
            TestChain.await("audit: " + reason, () -> audit().contains(reason));
        }
    }

    @Test
    void frameLongerThanAnyMessageEndsTheConnection() throws IOException {
        try (var socket = dial(authority.identity("fm-M"))) {
            new DataOutputStream(socket.getOutputStream()).writeInt(Integer.MAX_VALUE);
            assertTrue(ends(socket));
        }
    }

    @Test
    void secondSpeakerOfTheProtocolRelaysAndItsTricksAreRefusedAndAudited() throws IOException {
        var store = new PhysLinkStore(LINK, M_ID, N_ID, 1 << 16, 9);
        n.keys.share(LINK, store);
        TestChain.configure(n, TestChain.link(LINK, m, n).setPrevious(TestChain.hop(m, LINK)));
        try (var socket = dial(authority.identity("fm-M"))) {
            send(socket, MessageCodec.encode(new Message.Hello(1, 9, M_ID)));
            var in = new DataInputStream(socket.getInputStream());
            assertEquals(HELLO, read(in).get());
            assertEquals(GRANT, read(in).get());
            var lease = store.allot(M_ID, 2048).orElseThrow();

            var good = relay(lease, M_ID, N_ID, 0);
            assertEquals(ACK, answer(socket, in, good.clone()));
            assertEquals(1, n.keys.storedBlocks());
            assertEquals(PAD_UNKNOWN, answer(socket, in, good)); // replayed
            var flipped = relay(lease, M_ID, N_ID, 544);
            flipped[300] ^= 1;
            assertEquals(FORGED, answer(socket, in, flipped));
            assertEquals(PAD_UNKNOWN, answer(socket, in, relay(lease, M_ID, N_ID, 544))); // burnt by the forgery
            assertEquals(WRONG_NEIGHBOUR, answer(socket, in, relay(lease, N_ID, M_ID, 1088))); // reflected
            assertEquals(PAD_UNKNOWN, answer(socket, in, relay(lease, M_ID, N_ID, 1000))); // overlaps that
            assertEquals(1, n.keys.storedBlocks());

            var last = store.allot(M_ID, 544).orElseThrow();
            send(socket, Arrays.copyOf(relay(last, M_ID, N_ID, 0), good.length - 3)); // truncated tag
            assertTrue(ends(socket));
        }
        TestChain.await("audit", () -> audit().contains("protocol error: a message too short"));
        for (var reason : new String[] {"PAD_UNKNOWN", "FORGED", "WRONG_NEIGHBOUR"}) {
            assertTrue(audit().contains("\"reason\":\"" + reason + "\""), reason);
        }
    }

    @Test
    void frameThatTricklesIsCutOffAlsoFromANeighbourThatIsConnected() throws IOException {
        try (var socket = dial(authority.identity("fm-M"))) {
            send(socket, MessageCodec.encode(new Message.Hello(1, 9, M_ID)));
            TestChain.await("connected", this::connected);
            var out = socket.getOutputStream();
            out.write(new byte[] {0, 0, 2, 0});
            // one byte after the other, so that it is never silent; the frame would take minutes
            assertThrows(IOException.class, () -> {
                while (true) {
                    out.write(2);
                    out.flush();
                    LockSupport.parkNanos(500_000_000);
                }
            });
        }
        TestChain.await("audit", () -> audit().contains("protocol error: a frame not complete within 15 s"));
        assertFalse(connected());
    }

    @Test
    void whoSendsMoreThanWasGrantedIsRefused() throws IOException {
        var store = new PhysLinkStore(LINK, M_ID, N_ID, 1 << 16, 9);
        n.keys.share(LINK, store);
        TestChain.configure(n, TestChain.link(LINK, m, n).setPrevious(TestChain.hop(m, LINK)));
        n.lkms().hangTakes();
        try (var socket = dial(authority.identity("fm-M"))) {
            send(socket, MessageCodec.encode(new Message.Hello(1, 9, M_ID)));
            var in = new DataInputStream(socket.getInputStream());
            assertEquals(HELLO, read(in).get());
            var grant = read(in);
            assertEquals(GRANT, grant.get());
            long granted = grant.getLong(1 + 16 + 1);
            // none of them ends, for their pads cannot be had yet
            int relays = (int) (granted / LARGEST_RELAY) + 1;
            for (int i = 0; i < relays; i++) {
                send(socket, largestRelay());
            }
            TestChain.await("all arrived", () -> n.lkms().takesAsked() == relays);
            n.lkms().releaseTakes();
            var reasons = new ArrayList<Integer>();
            while (reasons.size() < relays) {
                reasons.add(answer(in));
            }
            assertEquals(1, Collections.frequency(reasons, OVER_CREDIT), reasons::toString);
            assertEquals(relays - 1, Collections.frequency(reasons, PAD_UNKNOWN), reasons::toString);
        }
        TestChain.await("audit", () -> audit().contains(FailureReason.OVER_CREDIT.name()));
        assertEquals(0, n.keys.storedBlocks());
    }

    private String audit() {
        try {
            return n.audit();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Type of the answer, or the reason of a VOID; grants and pings in between are read over. */
    private static int answer(SSLSocket socket, DataInputStream in, byte[] frame) throws IOException {
        send(socket, frame);
        return answer(in);
    }

    private static int answer(DataInputStream in) throws IOException {
        var answer = read(in);
        int type = answer.get();
        while (type == GRANT || type == PING) {
            answer = read(in);
            type = answer.get();
        }
        return type == VOID ? 100 + answer.get(1 + 116) : type;
    }

    private static ByteBuffer read(DataInputStream in) throws IOException {
        var frame = new byte[in.readInt()];
        in.readFully(frame);
        return ByteBuffer.wrap(frame);
    }

    /** A RELAY of one block of zeros under the part of the lease, made by the document and not by this project's code. */
    private static byte[] relay(Lease lease, UUID sender, UUID receiver, int from) {
        var pad = new byte[544];
        lease.key().exposed().get(from, pad);
        var out = ByteBuffer.allocate(1 + 116 + 32 + 6 + 512 + 16);
        out.put((byte) 2).put((byte) 2).put((byte) 0).put((byte) 1);
        for (var id : new UUID[] {UUID.randomUUID(), LINK, sender, receiver, new UUID(0, 5), UUID.randomUUID(), LINK}) {
            put(out, id);
        }
        var slice = lease.slice();
        put(out.put((byte) 1), slice.blockId());
        out.putInt(slice.offset()).putInt(slice.length()).putInt(from).putInt(544);
        out.putInt(9_000).put((byte) 0).put((byte) 0).put(pad, 0, 512);
        var poly1305 = new Poly1305();
        poly1305.init(new KeyParameter(pad, 512, 32));
        poly1305.update(out.array(), 0, out.position());
        poly1305.doFinal(out.array(), out.position());
        return out.array();
    }

    /** A RELAY of nothing, as long as one may be. */
    private static byte[] largestRelay() {
        var header = new HopHeader(
                UUID.randomUUID(),
                LINK,
                Direction.FORWARD,
                1,
                M_ID,
                N_ID,
                UUID.randomUUID(),
                UUID.randomUUID(),
                pad(512 * LARGEST_RELAY + 32));
        var voided = MessageCodec.encode(new Message.Voided(header, FailureReason.TIMEOUT, N_ID));
        // a RELAY begins with the same header, where a VOID has its reason and a node
        var relay = Arrays.copyOf(voided, voided.length - 17 + 6 + 512 * LARGEST_RELAY + 16);
        relay[0] = RELAY;
        ByteBuffer.wrap(relay, voided.length - 17, 6)
                .putInt(9_000)
                .put((byte) 0)
                .put((byte) (LARGEST_RELAY - 1));
        return relay;
    }

    private static PadName pad(int length) {
        return new PadName(LINK, List.of(new PadName.Part(UUID.randomUUID(), 0, length, 0, length)));
    }

    private static void put(ByteBuffer out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
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
