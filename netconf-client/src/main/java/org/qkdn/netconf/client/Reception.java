package org.qkdn.netconf.client;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.opendaylight.netconf.shaded.sshd.client.ClientFactoryManager;
import org.opendaylight.netconf.shaded.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.opendaylight.netconf.shaded.sshd.client.session.ClientSession;
import org.opendaylight.netconf.shaded.sshd.common.session.Session;
import org.opendaylight.netconf.transport.api.TransportChannel;
import org.opendaylight.netconf.transport.api.TransportChannelListener;
import org.opendaylight.netconf.transport.api.TransportStack;
import org.opendaylight.netconf.transport.api.UnsupportedConfigurationException;
import org.opendaylight.netconf.transport.ssh.ClientFactoryManagerConfigurator;
import org.opendaylight.netconf.transport.ssh.SSHTransportStackFactory;
import org.opendaylight.netconf.transport.tls.TLSClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where servers call (RFC 8071). A caller is known by the key or certificate it shows, and is let in when somebody waits
 * for it just then; others are refused, and the last of them remembered for the operator to look at.
 */
public final class Reception implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int MOST_STRANGERS = 20;
    private static final long PATIENCE_SECONDS = 10;

    /** Somebody whose call is waited for. */
    record Expected(String user, List<KeyPair> keys, Handshake handshake) {}

    private final SSHTransportStackFactory threads;
    private final Map<String, Expected> expected = new ConcurrentHashMap<>();
    private final Map<List<SocketAddress>, String> shown = new ConcurrentHashMap<>();
    private final Map<String, String> strangers = new LinkedHashMap<>();
    private final Deque<TransportStack> bound = new ArrayDeque<>();

    Reception(SSHTransportStackFactory threads) {
        this.threads = threads;
    }

    /** Takes calls of servers that speak SSH. */
    void listenSsh(InetAddress host, int port) throws IOException {
        final var transport = new Incoming(channel -> Optional.ofNullable(shown.get(ends(channel))));
        bind(
                host,
                port,
                () -> threads.listenClient(
                        "netconf", transport, Tcp.bind(host, port), Tcp.sshUser("call-home"), new Doorman()));
    }

    /** Takes calls of servers that speak TLS. */
    void listenTls(InetAddress host, int port, TlsKeys keys) throws IOException {
        final var handlers = TlsClients.handlers(keys, this::isExpected);
        final var transport = new Incoming(Reception::certificateOf);
        bind(
                host,
                port,
                () -> TLSClient.listen(transport, threads.newServerBootstrap(), Tcp.bind(host, port), handlers));
    }

    /** False where somebody waits for the same caller already. */
    boolean expect(String fingerprint, Expected caller) {
        return expected.putIfAbsent(fingerprint, caller) == null;
    }

    void expectNoMore(String fingerprint, Expected caller) {
        expected.remove(fingerprint, caller);
    }

    /** The last that were refused: fingerprint, and the address it came from. */
    public Map<String, String> strangers() {
        synchronized (strangers) {
            return Map.copyOf(strangers);
        }
    }

    @Override
    public void close() {
        bound.forEach(stack -> {
            final var ignored = stack.shutdown();
        });
    }

    private boolean isExpected(String fingerprint) {
        final boolean known = expected.containsKey(fingerprint);
        if (!known) {
            refused(fingerprint, "somewhere, over TLS");
        }
        return known;
    }

    private void refused(String fingerprint, String from) {
        synchronized (strangers) {
            if (strangers.put(fingerprint, from) == null) {
                LOG.warn("A call from {} with the key {} is refused: nobody waits for it", from, fingerprint);
            }
            if (strangers.size() > MOST_STRANGERS) {
                strangers.remove(strangers.keySet().iterator().next());
            }
        }
    }

    private static Optional<String> certificateOf(Channel channel) {
        try {
            return channel.pipeline()
                                    .get(SslHandler.class)
                                    .engine()
                                    .getSession()
                                    .getPeerCertificates()[0]
                            instanceof X509Certificate certificate
                    ? Optional.of(Fingerprint.of(certificate))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static List<SocketAddress> ends(Channel channel) {
        return List.of(channel.localAddress(), channel.remoteAddress());
    }

    private static List<SocketAddress> ends(Session session) {
        return List.of(
                session.getIoSession().getLocalAddress(), session.getIoSession().getRemoteAddress());
    }

    /** Something of the library's that can be asked for at once and is there later. */
    @FunctionalInterface
    private interface Opening {
        Future<? extends TransportStack> begin() throws UnsupportedConfigurationException;
    }

    private void bind(InetAddress host, int port, Opening opening) throws IOException {
        try {
            bound.push(opening.begin().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            LOG.info("Calls of devices are taken on {}:{}", host.getHostAddress(), port);
        } catch (ExecutionException | TimeoutException | UnsupportedConfigurationException e) {
            throw new IOException(
                    "calls of devices cannot be taken on " + host.getHostAddress() + ":" + port + ": " + e.getMessage()
                            + "; is the port in use?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Connects an authenticated caller with who waits for it. */
    private final class Incoming implements TransportChannelListener<TransportChannel> {
        private final java.util.function.Function<Channel, Optional<String>> fingerprint;

        Incoming(java.util.function.Function<Channel, Optional<String>> fingerprint) {
            this.fingerprint = fingerprint;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a channel being closed needs no waiting for
        public void onTransportChannelEstablished(TransportChannel transport) {
            final var waiting = fingerprint
                    .apply(transport.channel())
                    .flatMap(shownKey -> Optional.ofNullable(expected.remove(shownKey)));
            if (waiting.isPresent()) {
                waiting.orElseThrow().handshake().onTransportChannelEstablished(transport);
            } else {
                transport.channel().close();
            }
        }

        @Override
        public void onTransportChannelFailed(Throwable cause) {
            LOG.debug("A call came to nothing: {}", cause.getMessage());
        }
    }

    /** Looks at host keys, and logs in as the user that goes with each. */
    private final class Doorman extends ClientFactoryManagerConfigurator {
        @Override
        protected void configureClientFactoryManager(ClientFactoryManager client) {
            KeyExchanges.quickestFirst(client);
            client.setServerKeyVerifier(this::verify);
            client.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory(client.getSignatureFactories())));
            client.addSessionListener(new org.opendaylight.netconf.shaded.sshd.common.session.SessionListener() {
                @Override
                public void sessionClosed(Session session) {
                    shown.remove(ends(session));
                }
            });
        }

        private boolean verify(ClientSession session, SocketAddress address, PublicKey key) {
            final var fingerprint = Fingerprint.of(key);
            final var caller = expected.get(fingerprint);
            if (caller == null) {
                refused(fingerprint, String.valueOf(address));
                return false;
            }
            shown.put(ends(session), fingerprint);
            session.setUsername(caller.user());
            caller.keys().forEach(session::addPublicKeyIdentity);
            return true;
        }
    }
}
