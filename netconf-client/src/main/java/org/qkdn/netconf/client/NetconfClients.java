package org.qkdn.netconf.client;

import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opendaylight.netconf.client.NetconfClientSessionNegotiatorFactory;
import org.opendaylight.netconf.transport.api.UnsupportedConfigurationException;
import org.opendaylight.netconf.transport.ssh.SSHTransportStackFactory;
import org.opendaylight.netconf.transport.tls.TLSClient;

/**
 * Opens NETCONF sessions over SSH and TLS, by a connection of ours or a call of the server's, with the server's key or
 * certificate pinned. All share a few threads.
 */
public final class NetconfClients implements AutoCloseable {
    // without EXI, which OpenDaylight would offer
    private static final Set<String> HELLO =
            Set.of("urn:ietf:params:netconf:base:1.0", "urn:ietf:params:netconf:base:1.1");
    /** A server may well pause for half a minute between two calls. */
    private static final Duration CALL = Duration.ofSeconds(60);

    /** More at once would only make each take longer; those that hang must not keep all others waiting either. */
    private static final int HANDSHAKES = 64;

    private final Semaphore turns = new Semaphore(HANDSHAKES, true);
    private final Timing timing;
    private final HashedWheelTimer timer;
    private final SSHTransportStackFactory threads;
    private final Reception reception;
    private final NetconfClientSessionNegotiatorFactory negotiators;

    public NetconfClients(Timing timing, int threads) {
        this.timing = timing;
        timer = new HashedWheelTimer(
                Thread.ofVirtual().name("netconf-client-timer-", 0).factory(), 10, TimeUnit.MILLISECONDS);
        this.threads = new SSHTransportStackFactory("netconf-client", threads);
        reception = new Reception(this.threads);
        negotiators = new NetconfClientSessionNegotiatorFactory(
                timer::newTimeout, Optional.empty(), timing.connect().toMillis(), HELLO);
    }

    /**
     * Takes calls of servers from now on.
     *
     * @param keys what we show to those that speak TLS
     * @throws IOException naming the port or file at fault
     */
    public Reception receive(InetAddress host, OptionalInt sshPort, OptionalInt tlsPort, Optional<TlsKeys> keys)
            throws IOException {
        if (sshPort.isPresent()) {
            reception.listenSsh(host, sshPort.getAsInt());
        }
        if (tlsPort.isPresent()) {
            reception.listenTls(
                    host,
                    tlsPort.getAsInt(),
                    keys.orElseThrow(() -> new IOException("calls over TLS need a certificate to show")));
        }
        return reception;
    }

    /**
     * Blocks until the server's hello is there, where the server is to call for up to a minute. The exception's message
     * names the server and what is wrong.
     */
    public NetconfSession connect(NetconfTarget target, SessionListener listener) throws IOException {
        final var wire = new Wire(up -> new NetconfSession(target, timing, listener, up));
        final var handshake = new Handshake(negotiators, wire);
        return switch (target) {
            case NetconfTarget.Ssh ssh -> inTurn(target, () -> connect(ssh, handshake));
            case NetconfTarget.Tls tls -> inTurn(target, () -> connect(tls, handshake));
            case NetconfTarget.SshCaller caller ->
                await(
                        caller,
                        caller.hostKeyFingerprint(),
                        new Reception.Expected(
                                caller.user(), SshCredentials.load(caller.user(), caller.privateKey()), handshake));
            case NetconfTarget.TlsCaller caller ->
                await(caller, caller.certificateFingerprint(), new Reception.Expected("", List.of(), handshake));
        };
    }

    @Override
    public void close() {
        reception.close();
        threads.close();
        timer.stop();
    }

    /** A thousand handshakes at once would all take longer than any of them may. */
    private NetconfSession inTurn(NetconfTarget target, Connecting connecting) throws IOException {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            throw interrupted(target, e);
        }
        try {
            return connecting.connect();
        } finally {
            turns.release();
        }
    }

    private interface Connecting {
        NetconfSession connect() throws IOException;
    }

    private static InterruptedIOException interrupted(NetconfTarget target, InterruptedException e) {
        Thread.currentThread().interrupt();
        return (InterruptedIOException) new InterruptedIOException(target.address() + ": interrupted").initCause(e);
    }

    private NetconfSession connect(NetconfTarget.Ssh target, Handshake handshake) throws IOException {
        final var credentials = new SshCredentials(target, timing.keepAlive());
        final var to = Tcp.connect(InetAddress.getByName(target.host()), target.port());
        try {
            follow(threads.connectClient("netconf", handshake, to, Tcp.sshUser(target.user()), credentials), handshake);
            return await(target, handshake, timing.connect());
        } catch (ExecutionException e) {
            throw new IOException(credentials.refusal().orElseGet(() -> reason(target, e.getCause())), e);
        } catch (TimeoutException e) {
            credentials.hangUp();
            throw new IOException(credentials.refusal().orElseGet(() -> silence(target)), e);
        } catch (UnsupportedConfigurationException e) {
            throw new IOException(target.address() + ": " + e.getMessage(), e);
        } catch (InterruptedIOException e) {
            credentials.hangUp();
            throw e;
        }
    }

    private NetconfSession connect(NetconfTarget.Tls target, Handshake handshake) throws IOException {
        final var refusal = new String[] {""};
        final var handlers = TlsClients.handlers(target.keys(), shown -> {
            final boolean isPinned = shown.equals(target.certificateFingerprint());
            if (!isPinned) {
                refusal[0] =
                        Fingerprint.refusal(target.address(), "certificate", shown, target.certificateFingerprint());
            }
            return isPinned;
        });
        final var to = Tcp.connect(InetAddress.getByName(target.host()), target.port());
        try {
            follow(TLSClient.connect(handshake, threads.newBootstrap(), to, handlers), handshake);
            return await(target, handshake, timing.connect());
        } catch (ExecutionException e) {
            throw new IOException(
                    refusal[0].isEmpty()
                            ? target.address() + ": " + e.getCause().getMessage() + " (we show the certificate in "
                                    + target.keys().certificate() + ")"
                            : refusal[0],
                    e);
        } catch (TimeoutException e) {
            throw new IOException(silence(target), e);
        } catch (UnsupportedConfigurationException e) {
            throw new IOException(target.address() + ": " + e.getMessage(), e);
        }
    }

    private NetconfSession await(NetconfTarget target, String fingerprint, Reception.Expected caller)
            throws IOException {
        if (fingerprint.isEmpty()) {
            throw new IOException(target.address() + ": its key is not accepted yet; refused were calls with "
                    + reception.strangers() + "; compare them with the device's own and register it");
        }
        if (!reception.expect(fingerprint, caller)) {
            throw new IOException(target.address() + ": another session waits for its call");
        }
        try {
            return await(target, caller.handshake(), CALL);
        } catch (ExecutionException e) {
            throw new IOException(target.address() + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    target.address() + ": has not called within " + CALL.toSeconds() + " s; refused were calls with "
                            + reception.strangers(),
                    e);
        } finally {
            reception.expectNoMore(fingerprint, caller);
        }
    }

    private static NetconfSession await(NetconfTarget target, Handshake handshake, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedIOException {
        try {
            return handshake.session().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            handshake.abandon();
            throw e;
        } catch (InterruptedException e) {
            handshake.abandon();
            throw interrupted(target, e);
        }
    }

    /** A connection that does not come about tells so here only. */
    private static void follow(com.google.common.util.concurrent.ListenableFuture<?> connecting, Handshake handshake) {
        connecting.addListener(
                () -> {
                    try {
                        final var ignored = ((Future<?>) connecting).get();
                    } catch (ExecutionException e) {
                        handshake.onTransportChannelFailed(e.getCause());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Runnable::run);
    }

    private String silence(NetconfTarget target) {
        return target.address() + ": no NETCONF hello within "
                + timing.connect().toMillis() + " ms";
    }

    private static String reason(NetconfTarget.Ssh target, Throwable cause) {
        final var text = String.valueOf(cause.getMessage());
        return text.contains("authentic")
                ? target.address() + ": user " + target.user() + " refused with the key in " + target.privateKey()
                : target.address() + ": " + text;
    }
}
