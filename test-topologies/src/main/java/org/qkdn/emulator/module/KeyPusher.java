package org.qkdn.emulator.module;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.qkdn.node.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pushes the module's keys to its node's LKMS as soon as they are made, and connects again where that fails. */
final class KeyPusher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyPusher.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int VERSION = 1;
    private static final int HELLO = 1;
    private static final int KEY = 2;
    private static final int WELCOME = 3;

    private final EmulatedModule module;
    private final SSLContext tls;
    private final int port;
    private final Thread thread;

    KeyPusher(EmulatedModule module, TlsIdentity identity, int port) {
        this.module = module;
        this.tls = identity.jdkClient("lkms-" + module.ref().site());
        this.port = port;
        this.thread = Thread.ofVirtual().name("pusher-" + module.ref()).start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                push();
            } catch (IOException e) {
                LOG.debug("{} cannot push its keys: {}", module.ref(), e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            try {
                Thread.sleep(RETRY);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void push() throws IOException, InterruptedException {
        try (var socket = tls.getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var out = new DataOutputStream(socket.getOutputStream());
            greet(new DataInputStream(socket.getInputStream()), out);
            while (true) {
                for (var supply : module.supplies()) {
                    send(supply, out);
                }
                Thread.sleep(LOOK);
            }
        }
    }

    private void greet(DataInputStream in, DataOutputStream out) throws IOException {
        var name = module.ref().commonName().getBytes(StandardCharsets.UTF_8);
        out.writeInt(1 + 1 + 2 + name.length);
        out.writeByte(HELLO);
        out.writeByte(VERSION);
        out.writeShort(SharedKeys.CHUNK_BYTES);
        out.write(name);
        out.flush();
        if (in.readInt() != 2 || in.readByte() != WELCOME || in.readByte() != VERSION) {
            throw new IOException("the LKMS says no WELCOME");
        }
    }

    private static void send(KeySupply supply, DataOutputStream out) throws IOException {
        for (var key : supply.keys().drain(supply.end())) {
            out.writeInt(1 + 2 * Long.BYTES + key.bytes().length);
            out.writeByte(KEY);
            out.writeLong(key.id().getMostSignificantBits());
            out.writeLong(key.id().getLeastSignificantBits());
            out.write(key.bytes());
            Arrays.fill(key.bytes(), (byte) 0);
        }
        out.flush();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
