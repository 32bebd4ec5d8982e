package org.qkdn.emulator.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qkdn.emulator.FreePorts;

/** Members 1 and 3 call member 2. */
@Timeout(60)
class WiresTest {
    private static final int LOOK_MILLIS = 300;

    private final Wires wires = new Wires();
    private ServerSocket behind;
    private int port;

    @BeforeEach
    void start() throws IOException {
        behind = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        port = FreePorts.row(1);
        wires.lay(2, port, behind.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        wires.close();
        behind.close();
    }

    @Test
    void whatIsSentWhileAMemberIsCutOffComesOnceItIsReachedAgain() throws IOException {
        try (var caller = call(1);
                var called = behind.accept()) {
            caller.getOutputStream().write(1);
            assertEquals(1, called.getInputStream().read());

            wires.cut(2);
            caller.getOutputStream().write(2);
            nothingComesAt(called);
            called.getOutputStream().write(3);
            nothingComesAt(caller);

            wires.mend(2);
            assertEquals(2, called.getInputStream().read());
            assertEquals(3, caller.getInputStream().read());
        }
    }

    @Test
    void onlyTheOneThatIsCutOffIsNotReached() throws IOException {
        try (var one = call(1);
                var fromOne = behind.accept();
                var three = call(3);
                var fromThree = behind.accept()) {
            wires.cut(1);
            one.getOutputStream().write(1);
            three.getOutputStream().write(3);
            assertEquals(3, fromThree.getInputStream().read());
            nothingComesAt(fromOne);
        }
    }

    @Test
    void thatAnEndIsClosedIsToldOnlyWhileTheWireIsWhole() throws IOException {
        try (var caller = call(1);
                var called = behind.accept()) {
            wires.cut(1);
            called.shutdownOutput();
            nothingComesAt(caller);

            wires.mend(1);
            assertEquals(-1, caller.getInputStream().read());
        }
    }

    @Test
    void whoCallsWhileItIsCutOffGetsThroughLater() throws IOException {
        wires.cut(2);
        try (var caller = call(1)) {
            caller.getOutputStream().write(1);
            behind.setSoTimeout(LOOK_MILLIS);
            assertThrows(SocketTimeoutException.class, behind::accept);

            wires.mend(2);
            behind.setSoTimeout(0);
            try (var called = behind.accept()) {
                assertEquals(1, called.getInputStream().read());
            }
        }
    }

    private Socket call(int member) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(Wires.addressOf(member), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static void nothingComesAt(Socket socket) throws IOException {
        socket.setSoTimeout(LOOK_MILLIS);
        assertThrows(SocketTimeoutException.class, socket.getInputStream()::read);
        socket.setSoTimeout(0);
    }
}
