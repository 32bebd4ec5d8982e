package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The cables between the members of a cluster: each member is reached by the others through a relay of bytes. Where one is cut off,
 * nothing goes through any more, and nobody is told: connections stay as they are, as when a cable is pulled.
 */
final class Wires implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final Set<Integer> cut = new HashSet<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<ServerSocket> listeners = new ArrayList<>();

    /**
     * To one member.
     *
     * @param number by which it is cut off
     * @param port where the others look for it
     * @param behind where it listens
     */
    void lay(int number, int port, int behind) throws IOException {
        var listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listeners.add(listener);
        Thread.ofVirtual().name("wire-" + number).start(() -> accept(listener, number, behind));
    }

    /** From where a member calls the others: so that a wire knows whose call it is. */
    static String addressOf(int number) {
        return "127.0.1." + number;
    }

    synchronized void cut(int number) {
        cut.add(number);
    }

    synchronized void mend(int number) {
        cut.remove(number);
        notifyAll();
    }

    private synchronized void untilWhole(int from, int to) throws InterruptedException {
        while (cut.contains(from) || cut.contains(to)) {
            wait();
        }
    }

    private void accept(ServerSocket listener, int to, int behind) {
        while (!listener.isClosed()) {
            try {
                var caller = listener.accept();
                sockets.add(caller);
                int from = caller.getInetAddress().getAddress()[3];
                Thread.ofVirtual().start(() -> connect(caller, from, to, behind));
            } catch (IOException e) {
                // closed: the loop ends
            }
        }
    }

    private void connect(Socket caller, int from, int to, int behind) {
        var called = new Socket();
        sockets.add(called);
        try {
            untilWhole(from, to);
            called.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind));
            caller.setTcpNoDelay(true);
            called.setTcpNoDelay(true);
            var back = Thread.ofVirtual().start(() -> pass(called, caller, from, to));
            pass(caller, called, from, to);
            back.join();
        } catch (IOException e) {
            end(caller, called);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(caller, called);
        }
    }

    /** Until either end is closed, which the other end learns when the wire is whole. */
    private void pass(Socket source, Socket sink, int from, int to) {
        try {
            try {
                copy(source.getInputStream(), sink.getOutputStream(), from, to);
            } catch (IOException e) {
                // one end is gone
            }
            untilWhole(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(source, sink);
    }

    private void copy(InputStream source, OutputStream sink, int from, int to)
            throws IOException, InterruptedException {
        var chunk = new byte[CHUNK];
        for (int read = source.read(chunk); read >= 0; read = source.read(chunk)) {
            untilWhole(from, to);
            sink.write(chunk, 0, read);
        }
    }

    private void end(Socket... both) {
        for (var socket : both) {
            sockets.remove(socket);
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone, then
            }
        }
    }

    @Override
    public void close() {
        for (var listener : listeners) {
            try {
                listener.close();
            } catch (IOException e) {
                // the port goes with this process, then
            }
        }
        sockets.forEach(this::end);
    }
}
