package org.qkdn.optical;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocket;
import org.qkdn.netconf.client.PinnedTls;
import org.qkdn.netconf.client.Timing;

/** A TCP connection that carries text, cut into messages. What is sent is never part of an exception: it may hold a password. */
final class TextConnection implements AutoCloseable {
    private static final int LONGEST_MESSAGE = 4 << 20;

    private final String address;
    private final Timing timing;
    private final Socket socket;
    private final OutputStream out;
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
    private final AtomicBoolean closedByUs = new AtomicBoolean();
    private volatile String end = "the session ended";

    private TextConnection(String address, Timing timing, Socket socket) throws IOException {
        this.address = address;
        this.timing = timing;
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** How a stream is cut. */
    @FunctionalInterface
    interface Framing {
        /** Whether a message ends with this character; asked once for each, in order. */
        boolean endsWith(char c);
    }

    /**
     * Connects.
     *
     * @param unasked is shown each message first, and keeps those that are no answers
     */
    static TextConnection open(
            SwitchTarget target, Timing timing, Framing framing, Predicate<String> unasked, SwitchListener listener)
            throws IOException {
        final var connection = new TextConnection(target.address(), timing, connect(target, timing));
        Thread.ofVirtual().name("switch-" + target.address()).start(() -> connection.read(framing, unasked, listener));
        return connection;
    }

    String address() {
        return address;
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The next message that is an answer. {@code question}: for messages, so without anything secret. */
    String answer(String question) throws IOException {
        try {
            final var next = Optional.ofNullable(answers.poll(timing.reply().toNanos(), TimeUnit.NANOSECONDS));
            if (next.isEmpty()) {
                throw new IOException(address + ": no answer to " + question + " within "
                        + timing.reply().toMillis() + " ms");
            }
            return next.get().orElseThrow(() -> {
                // for whoever asks next
                answers.add(Optional.empty());
                return new IOException(address + ": " + end);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(address + ": interrupted").initCause(e);
        }
    }

    @Override
    public void close() {
        closedByUs.set(true);
        try {
            socket.close();
        } catch (IOException e) {
            end = "the session could not be closed: " + e.getMessage();
        }
    }

    private void read(Framing framing, Predicate<String> unasked, SwitchListener listener) {
        try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            final var message = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                message.append((char) c);
                if (framing.endsWith((char) c)) {
                    final var text = message.toString();
                    message.setLength(0);
                    if (!unasked.test(text)) {
                        answers.add(Optional.of(text));
                    }
                } else if (message.length() > LONGEST_MESSAGE) {
                    end = "it sends more than " + LONGEST_MESSAGE + " characters without an end";
                    break;
                }
            }
        } catch (IOException e) {
            end = "the session ended: " + e.getMessage();
        }
        answers.add(Optional.empty());
        if (!closedByUs.get()) {
            listener.closed(end);
        }
    }

    private static Socket connect(SwitchTarget target, Timing timing) throws IOException {
        final var milliseconds = (int) timing.connect().toMillis();
        final var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(target.host(), target.port()), milliseconds);
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            if (target.secured().isEmpty()) {
                return plain;
            }
            plain.setSoTimeout(milliseconds);
            final var secured = secure(target, target.secured().get(), plain);
            secured.setSoTimeout(0);
            return secured;
        } catch (IOException e) {
            plain.close();
            throw e.getMessage() != null && e.getMessage().startsWith(target.address())
                    ? e
                    : new IOException(target.address() + ": " + e.getMessage(), e);
        }
    }

    private static Socket secure(SwitchTarget target, SwitchTarget.Pin pin, Socket plain) throws IOException {
        final var tls = new PinnedTls(target.address(), pin.keys(), pin.certificateFingerprint());
        final var socket =
                (SSLSocket) tls.context().getSocketFactory().createSocket(plain, target.host(), target.port(), true);
        socket.setEnabledProtocols(new String[] {"TLSv1.3"});
        try {
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            throw new IOException(tls.refusal().orElseGet(() -> target.address() + ": " + e.getMessage()), e);
        }
    }
}
