package org.qkdn.netconf.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opendaylight.netconf.common.di.DefaultNetconfTimer;
import org.opendaylight.netconf.transport.api.UnsupportedConfigurationException;
import org.opendaylight.netconf.transport.ssh.SSHServer;
import org.opendaylight.netconf.transport.ssh.SSHTransportStackFactory;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IetfInetUtil;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.netconf.server.rev240814.netconf.server.listen.stack.grouping.transport.ssh.ssh.TcpServerParametersBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.tcp.server.rev241010.tcp.server.grouping.LocalBindBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NotificationStream;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.YangModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bound port with the service behind it. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final long SHUTDOWN_SECONDS = 10;

    private final SSHTransportStackFactory threads;
    private final DefaultNetconfTimer timer;
    private final NetconfService service;
    private final SSHServer server;
    private final int port;

    private Listener(
            SSHTransportStackFactory threads,
            DefaultNetconfTimer timer,
            NetconfService service,
            SSHServer server,
            int port) {
        this.threads = threads;
        this.timer = timer;
        this.service = service;
        this.server = server;
        this.port = port;
    }

    public static Listener open(NetconfSettings settings, YangModel model, NetconfDatastore datastore, RpcHandler rpcs)
            throws IOException {
        final var ssh = new SshEndpoint(settings.hostKey(), settings.users());
        final var host = address(settings.host());
        final int port = settings.port() == 0 ? freePort(host) : settings.port();
        final var timer = new DefaultNetconfTimer();
        final var threads = new SSHTransportStackFactory("netconf-" + port, 1);
        final var service = new NetconfService(settings, ssh, timer, model, datastore, rpcs);
        try {
            service.recover();
            final var bind = new TcpServerParametersBuilder()
                    .setLocalBind(BindingMap.of(new LocalBindBuilder()
                            .setLocalAddress(IetfInetUtil.ipAddressFor(host))
                            .setLocalPort(new PortNumber(Uint16.valueOf(port)))
                            .build()))
                    .build();
            final var server = threads.listenServer("netconf", service, bind, null, ssh::configure)
                    .get(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
            LOG.info("NETCONF over SSH listens on {}:{}", settings.host(), port);
            return new Listener(threads, timer, service, server, port);
        } catch (ExecutionException | UnsupportedConfigurationException | TimeoutException e) {
            threads.close();
            timer.close();
            throw new IOException(
                    "NETCONF cannot listen on " + settings.host() + ":" + port + ": "
                            + rootOf(e).getMessage() + "; is the port in use?",
                    e);
        } catch (IOException e) {
            threads.close();
            timer.close();
            throw e;
        } catch (InterruptedException e) {
            threads.close();
            timer.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public int port() {
        return port;
    }

    public NotificationStream notifications() {
        return service.notifications();
    }

    @Override
    public void close() {
        final var down = server.shutdown();
        service.closeSessions();
        try {
            down.get(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Port {} is slow to close: {}", port, rootOf(e).getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.close();
        timer.close();
    }

    private static InetAddress address(String host) throws IOException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("no such host to listen on: " + host, e);
        }
    }

    /** The library does not tell which port it took, so one is looked for first. */
    private static int freePort(InetAddress host) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, 0));
            return socket.getLocalPort();
        }
    }

    private static Throwable rootOf(Throwable e) {
        return e.getCause() == null ? e : rootOf(e.getCause());
    }
}
