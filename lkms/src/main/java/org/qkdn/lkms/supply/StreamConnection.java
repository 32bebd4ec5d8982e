package org.qkdn.lkms.supply;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;
import org.qkdn.lkms.store.KeyBytes;

/** One connection of a client of ETSI GS QKD 004 V2.1.1 in the binary form that its users share; one call at a time. */
final class StreamConnection implements AutoCloseable {
    static final UUID NO_STREAM = new UUID(0, 0);
    static final int SUCCESSFUL = 0;
    static final int PEER_NOT_CONNECTED = 1;
    static final int NOT_ENOUGH_KEY = 2;
    static final int PEER_NOT_YET_CONNECTED = 3;
    static final int IN_USE = 5;
    static final int TIMED_OUT = 6;
    static final int OTHER_QOS = 7;

    private static final int VERSION = 0x020101;
    private static final int OPEN_CONNECT = 2;
    private static final int GET_KEY = 4;
    private static final int CLOSE = 8;
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final int CONNECT_MILLIS = 5000;

    /** How long a call may wait in the module, and how much longer on the way. */
    private static final int CALL_MILLIS = 1000;

    private static final int WAY_MILLIS = 4000;

    private final Closeable socket;
    private final DataInputStream in;
    private final OutputStream out;

    StreamConnection(Closeable socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = out;
    }

    static StreamConnection open(Endpoint at, SSLContext tls) throws IOException {
        var socket = tls.getSocketFactory().createSocket();
        try {
            socket.connect(new InetSocketAddress(at.host(), at.port()), CONNECT_MILLIS);
            socket.setSoTimeout(CALL_MILLIS + WAY_MILLIS);
            socket.setTcpNoDelay(true);
            return new StreamConnection(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Key_chunk_size, in bytes, and the rest of the QoS as we always want it. */
    private record Qos(int chunkBytes) {
        void write(DataOutputStream out) throws IOException {
            int mostBps = 1_000_000;
            for (int value : new int[] {chunkBytes, mostBps, 0, 0, 0, CALL_MILLIS, 0}) {
                out.writeInt(value);
            }
            out.write("application/json\0".getBytes(StandardCharsets.US_ASCII));
        }
    }

    record Opened(int status, int chunkBytes, UUID stream) {}

    Opened openConnect(String source, String destination, int chunkBytes, UUID stream) throws IOException {
        var payload = new ByteArrayOutputStream();
        var data = new DataOutputStream(payload);
        data.write((source + "\0" + destination + "\0").getBytes(StandardCharsets.UTF_8));
        new Qos(chunkBytes).write(data);
        data.writeLong(stream.getMostSignificantBits());
        data.writeLong(stream.getLeastSignificantBits());
        var answer = ByteBuffer.wrap(call(OPEN_CONNECT, payload.toByteArray()));
        int least = 4 + 7 * 4 + 1 + 16;
        if (answer.remaining() < least) {
            throw new IOException("answers OPEN_CONNECT with " + answer.remaining() + " bytes");
        }
        int status = answer.getInt();
        int chunk = answer.getInt();
        // between QoS and id is the mimetype, of one or another form: the id is the end
        answer.position(answer.limit() - 16);
        return new Opened(status, chunk, new UUID(answer.getLong(), answer.getLong()));
    }

    /** The caller closes the key, which is empty where there is none. */
    record Got(int status, long index, KeyBytes key) {}

    Got getKey(UUID stream, long index) throws IOException {
        var payload = ByteBuffer.allocate(16 + 4 + 4)
                .putLong(stream.getMostSignificantBits())
                .putLong(stream.getLeastSignificantBits())
                .putInt((int) index)
                .putInt(0);
        var bytes = call(GET_KEY, payload.array());
        var answer = ByteBuffer.wrap(bytes);
        try {
            int status = answer.getInt();
            long got = Integer.toUnsignedLong(answer.getInt());
            int length = answer.getInt();
            if (length < 0 || length > answer.remaining()) {
                throw new IOException("answers GET_KEY with a length that is wrong");
            }
            var key = new byte[length];
            answer.get(key);
            return new Got(status, got, KeyBytes.owning(key));
        } catch (BufferUnderflowException e) {
            throw new IOException("answers GET_KEY too short", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    int closeStream(UUID stream) throws IOException {
        var payload = ByteBuffer.allocate(16)
                .putLong(stream.getMostSignificantBits())
                .putLong(stream.getLeastSignificantBits());
        var answer = ByteBuffer.wrap(call(CLOSE, payload.array()));
        return answer.remaining() < 4 ? -1 : answer.getInt();
    }

    private byte[] call(int service, byte[] payload) throws IOException {
        var request = ByteBuffer.allocate(8 + payload.length)
                .putInt(VERSION << 8 | service)
                .putInt(payload.length)
                .put(payload);
        out.write(request.array());
        out.flush();
        int head = in.readInt();
        int length = in.readInt();
        if ((head & 0xFF) != service + 1 || length < 0 || length > LARGEST_ANSWER) {
            throw new IOException("answers what is not ETSI GS QKD 004 in its binary form");
        }
        var answer = new byte[length];
        in.readFully(answer);
        return answer;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
