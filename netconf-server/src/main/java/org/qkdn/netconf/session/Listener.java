package org.qkdn.netconf.session;

import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opendaylight.netconf.transport.api.TransportStack;
import org.opendaylight.netconf.transport.api.UnsupportedConfigurationException;
import org.opendaylight.netconf.transport.ssh.SSHTransportStackFactory;
import org.opendaylight.netconf.transport.tls.TLSServer;
import org.qkdn.netconf.CallHome;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NotificationStream;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.YangModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways to a service: bound ports, and calls home. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final long SHUTDOWN_SECONDS = 10;

    /** Something of the library's that can be asked for at once and is there later. */
    @FunctionalInterface
    private interface Opening {
        Future<? extends TransportStack> begin() throws UnsupportedConfigurationException;
    }

    private final SSHTransportStackFactory threads;
    private final HashedWheelTimer timer = new HashedWheelTimer(
            Thread.ofVirtual().name("netconf-server-timer-", 0).factory());
    private final NetconfService service;
    private final Deque<TransportStack> bound = new ArrayDeque<>();
    private final Deque<Caller> callers = new ArrayDeque<>();
    private final int port;
    private final Duration keepAlive;
    private OptionalInt tlsPort = OptionalInt.empty();

    private Listener(NetconfSettings settings, int port, YangModel model, NetconfDatastore datastore, RpcHandler rpcs) {
        this.port = port;
        keepAlive = settings.keepAlive();
        threads = new SSHTransportStackFactory("netconf-" + port, 1);
        service = new NetconfService(settings, timer::newTimeout, model, datastore, rpcs);
    }

    public static Listener open(NetconfSettings settings, YangModel model, NetconfDatastore datastore, RpcHandler rpcs)
            throws IOException {
        final var ssh = new SshEndpoint(settings.hostKey(), settings.users(), settings.keepAlive());
        final var tls = settings.tls().isPresent()
                ? Optional.of(new TlsEndpoint(settings.tls().orElseThrow(), settings.users()))
                : Optional.<TlsEndpoint>empty();
        final var host = address(settings.host());
        final var listener = new Listener(settings, free(settings.port(), host), model, datastore, rpcs);
        try {
            listener.service.recover();
            listener.listen(host, ssh);
            if (settings.tlsPort().isPresent()) {
                listener.listen(host, free(settings.tlsPort().orElseThrow(), host), tls.orElseThrow());
            }
            for (var home : settings.callHome()) {
                listener.callers.push(listener.caller(home, ssh, tls));
            }
            return listener;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    /** Empty where nobody can come over TLS. */
    public OptionalInt tlsPort() {
        return tlsPort;
    }

    public NotificationStream notifications() {
        return service.notifications();
    }

    public ServerCore core() {
        return service.core();
    }

    @Override
    public void close() {
        callers.forEach(Caller::close);
        final var down = bound.stream().map(TransportStack::shutdown).toList();
        service.closeSessions();
        for (var stack : down) {
            try {
                stack.get(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("A port is slow to close: {}", rootOf(e).getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.close();
        timer.stop();
    }

    private void listen(InetAddress host, SshEndpoint ssh) throws IOException {
        final var transport = new Transport.Ssh(service, ssh);
        bind(
                host,
                port,
                () -> threads.listenServer(
                        "netconf", transport, Tcp.bind(host, port, keepAlive), null, ssh::configure));
        LOG.info("NETCONF over SSH listens on {}:{}", host.getHostAddress(), port);
    }

    private void listen(InetAddress host, int number, TlsEndpoint tls) throws IOException {
        final var transport = new Transport.Tls(service, tls, keepAlive);
        bind(
                host,
                number,
                () -> TLSServer.listen(
                        transport, threads.newServerBootstrap(), Tcp.bind(host, number, keepAlive), tls.handlers()));
        tlsPort = OptionalInt.of(number);
        LOG.info("NETCONF over TLS listens on {}:{}", host.getHostAddress(), number);
    }

    private void bind(InetAddress host, int number, Opening opening) throws IOException {
        try {
            bound.push(opening.begin().get(SHUTDOWN_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | UnsupportedConfigurationException | TimeoutException e) {
            throw new IOException(
                    "NETCONF cannot listen on " + host.getHostAddress() + ":" + number + ": "
                            + rootOf(e).getMessage() + "; is the port in use?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Caller caller(CallHome home, SshEndpoint ssh, Optional<TlsEndpoint> tls) throws IOException {
        final var to = Tcp.connect(address(home.host()), home.port(), keepAlive);
        return switch (home.protocol()) {
            case SSH ->
                Caller.start(
                        home,
                        outcome -> threads.connectServer("netconf", outcome, to, null, ssh::configure),
                        new Transport.Ssh(service, ssh));
            case TLS -> {
                final var endpoint = tls.orElseThrow();
                yield Caller.start(
                        home,
                        outcome -> TLSServer.connect(outcome, threads.newBootstrap(), to, endpoint.handlers()),
                        new Transport.Tls(service, endpoint, keepAlive));
            }
        };
    }

    private static InetAddress address(String host) throws IOException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("no such host: " + host, e);
        }
    }

    /** The library does not tell which port it took, so one is looked for first. */
    private static int free(int wanted, InetAddress host) throws IOException {
        if (wanted != 0) {
            return wanted;
        }
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, 0));
            return socket.getLocalPort();
        }
    }

    private static Throwable rootOf(Throwable e) {
        return e.getCause() == null ? e : rootOf(e.getCause());
    }
}
