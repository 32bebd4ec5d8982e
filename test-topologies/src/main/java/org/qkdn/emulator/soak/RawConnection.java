package org.qkdn.emulator.soak;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.tls.TlsClientProtocol;

/** A connection on which any bytes may be sent, and answers in HTTP or frames are read. */
final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LARGEST_FRAME = 1 << 20;
    private static final String LENGTH = "content-length:";

    private final Closeable socket;
    private final InputStream in;
    private final OutputStream out;

    private RawConnection(Closeable socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = new BufferedInputStream(in, 1 << 16);
        this.out = out;
    }

    /** How to make one. */
    interface Dialling {
        RawConnection dial() throws IOException;
    }

    /** Without TLS, at a port that wants it. */
    static RawConnection plain(int port) throws IOException {
        var socket = dial(port);
        return new RawConnection(socket, socket.getInputStream(), socket.getOutputStream());
    }

    static RawConnection mutual(SSLContext tls, int port) throws IOException {
        var socket = (SSLSocket) tls.getSocketFactory()
                .createSocket(dial(port), InetAddress.getLoopbackAddress().getHostAddress(), port, true);
        socket.startHandshake();
        return new RawConnection(socket, socket.getInputStream(), socket.getOutputStream());
    }

    static RawConnection preShared(PskIdentity identity, int port) throws IOException {
        var socket = dial(port);
        var protocol = new TlsClientProtocol(socket.getInputStream(), socket.getOutputStream());
        protocol.connect(identity.client());
        return new RawConnection(
                () -> {
                    try (socket) {
                        protocol.close();
                    }
                },
                protocol.getInputStream(),
                protocol.getOutputStream());
    }

    private static Socket dial(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Status of the next answer in HTTP; 0 where the server has ended the connection instead. */
    int status() throws IOException {
        var first = line();
        if (first.isEmpty()) {
            return 0;
        }
        if (!first.startsWith("HTTP/1.1 ")) {
            throw new IOException("not an HTTP answer");
        }
        long length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Long.parseLong(header.substring(LENGTH.length()).strip());
            }
        }
        in.skipNBytes(length);
        return Integer.parseInt(first.substring(9, 12));
    }

    /** Payload of the next answer in the binary form of ETSI GS QKD 004. */
    ByteBuffer payload() throws IOException {
        in.skipNBytes(Integer.BYTES);
        int length = ByteBuffer.wrap(read(Integer.BYTES)).getInt();
        if (length < 0 || length > LARGEST_FRAME) {
            throw new IOException("a frame of " + length + " bytes");
        }
        return ByteBuffer.wrap(read(length));
    }

    private byte[] read(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server has ended the connection");
        }
        return bytes;
    }

    /** Reads until the server ends the connection; false where it does not. */
    boolean ends() {
        try {
            while (in.read() >= 0) {
                // what it still has to say
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
