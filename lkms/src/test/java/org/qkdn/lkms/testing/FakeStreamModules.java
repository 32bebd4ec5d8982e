package org.qkdn.lkms.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Two QKD modules that serve the same key streams (ETSI GS QKD 004, binary form), each to the LKMS of its node. */
public final class FakeStreamModules implements AutoCloseable {
    private static final byte[] MIMETYPE = "application/json\0".getBytes(StandardCharsets.US_ASCII);

    private final Map<UUID, Stream> streams = new HashMap<>();
    private final List<SSLServerSocket> servers = new ArrayList<>();
    private final List<SSLSocket> connections = new ArrayList<>();
    private int chunkBytes = 32;
    private int stock;
    private int lie;
    private int skipEvery = Integer.MAX_VALUE;
    private String outOfStep = "";

    private static final class Stream {
        final Set<String> ends = new HashSet<>();
        final List<byte[]> chunks = new ArrayList<>();
    }

    /** Chunks that may still be made. */
    public synchronized void setStock(int chunks) {
        stock = chunks;
    }

    /** Serves chunks of this size only. */
    public synchronized void setChunkBytes(int bytes) {
        chunkBytes = bytes;
    }

    /** Chunks have so many bytes more than agreed. */
    public synchronized void lieBy(int bytes) {
        lie = bytes;
    }

    /** The module of this end gives other keys than its peer. */
    public synchronized void outOfStep(String end) {
        outOfStep = end;
    }

    /** Of each so many chunks, one is passed over. */
    public synchronized void skipEvery(int chunks) {
        skipEvery = chunks;
    }

    /** All connections end and all streams are forgotten, as when modules restart. */
    public synchronized void restart() {
        streams.clear();
        connections.forEach(FakeStreamModules::closeQuietly);
        connections.clear();
    }

    /** Starts the module of an end and gives its port. */
    public int start(TestPki pki, String commonName, String end) throws Exception {
        var server = (SSLServerSocket) ServerTls.context(pki.files(commonName))
                .getServerSocketFactory()
                .createServerSocket(0);
        server.setNeedClientAuth(true);
        servers.add(server);
        Thread.ofVirtual().start(() -> accept(server, end));
        return server.getLocalPort();
    }

    private void accept(SSLServerSocket server, String end) {
        while (!server.isClosed()) {
            try {
                var socket = (SSLSocket) server.accept();
                synchronized (this) {
                    connections.add(socket);
                }
                Thread.ofVirtual().start(() -> serve(socket, end));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket, String end) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            while (true) {
                int head = in.readInt();
                var payload = new byte[in.readInt()];
                in.readFully(payload);
                var answer = answer(head & 0xFF, ByteBuffer.wrap(payload), end);
                var out = new DataOutputStream(socket.getOutputStream());
                var frame = ByteBuffer.allocate(8 + answer.length)
                        .putInt(head + 1)
                        .putInt(answer.length)
                        .put(answer);
                out.write(frame.array());
                out.flush();
            }
        } catch (EOFException e) {
            // the client left
        } catch (IOException e) {
            // so did this one, less politely
        }
    }

    private synchronized byte[] answer(int service, ByteBuffer request, String end) throws IOException {
        return switch (service) {
            case 2 -> open(request, end);
            case 4 -> get(request, end);
            default -> close(request, end);
        };
    }

    private byte[] open(ByteBuffer request, String end) throws IOException {
        skipText(request);
        skipText(request);
        var qos = new int[7];
        for (int i = 0; i < 7; i++) {
            qos[i] = request.getInt();
        }
        skipText(request);
        var id = new UUID(request.getLong(), request.getLong());
        int status;
        if (qos[0] != chunkBytes) {
            qos[0] = chunkBytes;
            status = 7;
        } else {
            id = id.equals(new UUID(0, 0)) ? UUID.randomUUID() : id;
            var stream = streams.computeIfAbsent(id, any -> new Stream());
            status = !stream.ends.add(end) ? 5 : stream.ends.size() == 2 ? 0 : 1;
        }
        var answer = new ByteArrayOutputStream();
        var out = new DataOutputStream(answer);
        out.writeInt(status);
        for (int value : qos) {
            out.writeInt(value);
        }
        out.write(MIMETYPE);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        return answer.toByteArray();
    }

    private static void skipText(ByteBuffer request) {
        while (request.get() != 0) {
            // on to the NUL
        }
    }

    private byte[] get(ByteBuffer request, String end) {
        var stream = streams.get(new UUID(request.getLong(), request.getLong()));
        int index = request.getInt();
        if (stream == null || !stream.ends.contains(end)) {
            return got(4, index, new byte[0]);
        }
        if (stream.ends.size() < 2) {
            return got(3, index, new byte[0]);
        }
        if (index == stream.chunks.size() && index % skipEvery == skipEvery - 1) {
            stream.chunks.add(new byte[0]);
            index++;
        }
        if (index >= stream.chunks.size() && stock > 0) {
            stock--;
            var chunk = new byte[chunkBytes + lie];
            new Random(System.nanoTime() * 31 + index).nextBytes(chunk);
            stream.chunks.add(chunk);
        }
        if (index >= stream.chunks.size()) {
            return got(2, index, new byte[0]);
        }
        var chunk = stream.chunks.get(index).clone();
        if (end.equals(outOfStep)) {
            chunk[0]++;
        }
        return got(0, index, chunk);
    }

    private static byte[] got(int status, int index, byte[] chunk) {
        return ByteBuffer.allocate(16 + chunk.length)
                .putInt(status)
                .putInt(index)
                .putInt(chunk.length)
                .put(chunk)
                .putInt(0)
                .array();
    }

    private byte[] close(ByteBuffer request, String end) {
        var stream = streams.get(new UUID(request.getLong(), request.getLong()));
        if (stream != null) {
            stream.ends.remove(end);
        }
        return ByteBuffer.allocate(4).putInt(stream == null ? 4 : 0).array();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // it is gone
        }
    }

    @Override
    public synchronized void close() {
        servers.forEach(FakeStreamModules::closeQuietly);
        connections.forEach(FakeStreamModules::closeQuietly);
    }
}
