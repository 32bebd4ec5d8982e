package org.qkdn.netconf.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opendaylight.netconf.client.NetconfClientFactoryImpl;
import org.opendaylight.netconf.client.conf.NetconfClientConfiguration;
import org.opendaylight.netconf.client.conf.NetconfClientConfigurationBuilder;
import org.opendaylight.netconf.common.impl.NettyNetconfTimer;
import org.opendaylight.netconf.transport.api.UnsupportedConfigurationException;
import org.opendaylight.netconf.transport.ssh.SSHTransportStackFactory;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Host;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IetfInetUtil;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Uri;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.netconf.client.rev240814.netconf.client.initiate.stack.grouping.transport.ssh.ssh.SshClientParametersBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.netconf.client.rev240814.netconf.client.initiate.stack.grouping.transport.ssh.ssh.TcpClientParametersBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.ssh.client.rev241010.ssh.client.grouping.ClientIdentityBuilder;
import org.opendaylight.yangtools.yang.common.Uint16;

/** Opens NETCONF sessions over SSH with public key credentials and a pinned host key. All share a few threads. */
public final class NetconfClients implements AutoCloseable {
    // without EXI, which OpenDaylight would offer
    private static final List<Uri> HELLO =
            List.of(new Uri("urn:ietf:params:netconf:base:1.0"), new Uri("urn:ietf:params:netconf:base:1.1"));

    private final Timing timing;
    private final NettyNetconfTimer timer;
    private final NetconfClientFactoryImpl factory;

    public NetconfClients(Timing timing, int threads) {
        this.timing = timing;
        this.timer = new NettyNetconfTimer(10, TimeUnit.MILLISECONDS, 512);
        this.factory = new NetconfClientFactoryImpl(timer, new SSHTransportStackFactory("netconf-client", threads));
    }

    /** Blocks until the server's hello is there. The exception's message names the server and what is wrong. */
    public NetconfSession connect(NetconfTarget target, SessionListener listener) throws IOException {
        final var credentials = new SshCredentials(target, timing.keepAlive());
        final var wire = new Wire(up -> new NetconfSession(target, timing, listener, up));
        try {
            factory.createClient(configuration(target, credentials, wire))
                    .get(timing.connect().toNanos(), TimeUnit.NANOSECONDS);
            return wire.session();
        } catch (ExecutionException e) {
            throw new IOException(reason(target, credentials, e.getCause()), e);
        } catch (TimeoutException e) {
            wire.abandon();
            credentials.hangUp();
            throw new IOException(
                    credentials
                            .refusal()
                            .orElse(target.address() + ": no NETCONF hello within "
                                    + timing.connect().toMillis() + " ms"),
                    e);
        } catch (UnsupportedConfigurationException e) {
            throw new IOException(target.address() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            wire.abandon();
            credentials.hangUp();
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(target.address() + ": interrupted").initCause(e);
        }
    }

    @Override
    public void close() {
        factory.close();
        timer.close();
    }

    private NetconfClientConfiguration configuration(NetconfTarget target, SshCredentials credentials, Wire wire)
            throws IOException {
        return NetconfClientConfigurationBuilder.create()
                .withName(target.address())
                .withProtocol(NetconfClientConfiguration.NetconfClientProtocol.SSH)
                .withConnectionTimeoutMillis(timing.connect().toMillis())
                .withOdlHelloCapabilities(HELLO)
                .withTcpParameters(new TcpClientParametersBuilder()
                        .setRemoteAddress(new Host(IetfInetUtil.ipAddressFor(InetAddress.getByName(target.host()))))
                        .setRemotePort(new PortNumber(Uint16.valueOf(target.port())))
                        .build())
                .withSshParameters(new SshClientParametersBuilder()
                        .setClientIdentity(new ClientIdentityBuilder()
                                .setUsername(target.user())
                                .build())
                        .build())
                .withSshConfigurator(credentials)
                .withSessionListener(wire)
                .build();
    }

    private static String reason(NetconfTarget target, SshCredentials credentials, Throwable cause) {
        final var text = String.valueOf(cause.getMessage());
        if (credentials.refusal().isPresent()) {
            return credentials.refusal().get();
        }
        if (text.contains("authenticat") || text.contains("authentication")) {
            return target.address() + ": user " + target.user() + " refused with the key in " + target.privateKey();
        }
        return target.address() + ": " + text;
    }
}
