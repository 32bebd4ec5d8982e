package org.qkdn.netconf.session;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Optional;
import org.opendaylight.netconf.transport.api.TransportChannel;
import org.opendaylight.netconf.transport.api.TransportChannelListener;
import org.qkdn.netconf.NetconfUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes authenticated connections of one kind to the service. */
abstract sealed class Transport implements TransportChannelListener<TransportChannel> {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final NetconfService service;

    private Transport(NetconfService service) {
        this.service = service;
    }

    /** As RFC 6022 knows it. */
    abstract String identity();

    abstract Optional<NetconfUser> userOf(Channel channel);

    @Override
    public void onTransportChannelEstablished(TransportChannel transport) {
        service.accept(transport.channel(), userOf(transport.channel()), identity());
    }

    @Override
    public void onTransportChannelFailed(Throwable cause) {
        LOG.debug("A connection came to nothing: {}", cause.getMessage());
    }

    static final class Ssh extends Transport {
        private final SshEndpoint endpoint;

        Ssh(NetconfService service, SshEndpoint endpoint) {
            super(service);
            this.endpoint = endpoint;
        }

        @Override
        String identity() {
            return "netconf-ssh";
        }

        @Override
        Optional<NetconfUser> userOf(Channel channel) {
            return endpoint.userOf(channel);
        }

        @Override
        public void onTransportChannelEstablished(TransportChannel transport) {
            endpoint.watch(transport.channel());
            super.onTransportChannelEstablished(transport);
        }
    }

    /**
     * TCP notices a client whose machine is gone; a process that is frozen while its machine lives is not found over TLS,
     * for NETCONF has nothing that the other end would have to answer unasked.
     */
    static final class Tls extends Transport {
        private final TlsEndpoint endpoint;
        private final Duration keepAlive;

        Tls(NetconfService service, TlsEndpoint endpoint, Duration keepAlive) {
            super(service);
            this.endpoint = endpoint;
            this.keepAlive = keepAlive;
        }

        @Override
        String identity() {
            return "netconf-tls";
        }

        @Override
        Optional<NetconfUser> userOf(Channel channel) {
            return endpoint.userOf(channel);
        }

        @Override
        public void onTransportChannelEstablished(TransportChannel transport) {
            Tcp.limitUnacknowledged(transport.channel(), keepAlive);
            super.onTransportChannelEstablished(transport);
            // OpenDaylight's TLS server does not say so, and the hello waits for it
            transport.channel().pipeline().fireChannelActive();
        }
    }
}
