package org.qkdn.netconf.session;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.opendaylight.netconf.transport.spi.NettyTransportSupport;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Host;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IetfInetUtil;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.netconf.server.rev240814.netconf.server.callhome.stack.grouping.transport.ssh.ssh.TcpClientParametersBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.netconf.server.rev240814.netconf.server.listen.stack.grouping.transport.ssh.ssh.TcpServerParametersBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.tcp.client.rev241010.TcpClientGrouping;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.tcp.common.rev241010.tcp.common.grouping.Keepalives;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.tcp.common.rev241010.tcp.common.grouping.KeepalivesBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.tcp.server.rev241010.TcpServerGrouping;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.tcp.server.rev241010.tcp.server.grouping.LocalBindBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint16;

/** Addresses as OpenDaylight's transports want them, and what TCP does about clients that are gone. */
final class Tcp {
    private Tcp() {}

    static TcpServerGrouping bind(InetAddress host, int port, Duration keepAlive) {
        return new TcpServerParametersBuilder()
                .setLocalBind(BindingMap.of(new LocalBindBuilder()
                        .setLocalAddress(IetfInetUtil.ipAddressFor(host))
                        .setLocalPort(new PortNumber(Uint16.valueOf(port)))
                        .build()))
                .setKeepalives(probes(keepAlive).orElse(null))
                .build();
    }

    static TcpClientGrouping connect(InetAddress host, int port, Duration keepAlive) {
        return new TcpClientParametersBuilder()
                .setRemoteAddress(new Host(IetfInetUtil.ipAddressFor(host)))
                .setRemotePort(new PortNumber(Uint16.valueOf(port)))
                .setKeepalives(probes(keepAlive).orElse(null))
                .build();
    }

    /**
     * Keep-alive is silent while something sent is not acknowledged, and the kernel would try to deliver that for a quarter
     * of an hour: this ends the connection after the same time as keep-alive would. Linux only.
     */
    static void limitUnacknowledged(Channel channel, Duration keepAlive) {
        final var limit = keepAlive.multipliedBy(Heartbeat.MOST_UNANSWERED + 1);
        channel.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, Math.toIntExact(limit.toMillis()));
    }

    /** Empty where the platform has no such options: OpenDaylight would refuse to listen. */
    private static Optional<Keepalives> probes(Duration interval) {
        if (NettyTransportSupport.tcpKeepaliveOptions() == null) {
            return Optional.empty();
        }
        final var seconds = Uint16.valueOf(interval.plusMillis(999).toSeconds());
        return Optional.of(new KeepalivesBuilder()
                .setIdleTime(seconds)
                .setProbeInterval(seconds)
                .setMaxProbes(Uint16.valueOf(Heartbeat.MOST_UNANSWERED))
                .build());
    }
}
