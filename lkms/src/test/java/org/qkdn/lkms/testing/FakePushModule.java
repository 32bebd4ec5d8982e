package org.qkdn.lkms.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A QKD module that pushes its keys, written from docs/key-supply.md. */
public final class FakePushModule implements AutoCloseable {
    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    /** Connects with TLS as the module of this name. */
    public FakePushModule(TestPki pki, String name, String lkms, int port) throws Exception {
        this(pki.identity(name).jdkClient(lkms).getSocketFactory().createSocket("127.0.0.1", port));
    }

    /** On a socket of the caller's. */
    public FakePushModule(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new DataOutputStream(socket.getOutputStream());
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Returns once the LKMS has said WELCOME. */
    public void hello(String name, int keyBytes) throws IOException {
        var text = name.getBytes(StandardCharsets.UTF_8);
        out.writeInt(1 + 1 + 2 + text.length);
        out.writeByte(1);
        out.writeByte(1);
        out.writeShort(keyBytes);
        out.write(text);
        out.flush();
        if (in.readInt() != 2 || in.readByte() != 3 || in.readByte() != 1) {
            throw new IOException("no WELCOME");
        }
    }

    public void key(UUID id, byte[] key) throws IOException {
        out.writeInt(1 + 16 + key.length);
        out.writeByte(2);
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
        out.write(key);
        out.flush();
    }

    /** Bytes that may be no frame at all. */
    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** True once the LKMS has ended the connection. */
    public boolean isRefused() throws IOException {
        socket.setSoTimeout(15_000);
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone
        }
    }
}
