package org.qkdn.netconf.client;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.opendaylight.netconf.client.NetconfClientSession;
import org.opendaylight.netconf.client.NetconfClientSessionNegotiatorFactory;
import org.opendaylight.netconf.nettyutil.AbstractChannelInitializer;
import org.opendaylight.netconf.transport.api.TransportChannel;
import org.opendaylight.netconf.transport.api.TransportChannelListener;

/** From an authenticated connection of any kind to a NETCONF session: the exchange of hellos. */
final class Handshake implements TransportChannelListener<TransportChannel> {
    private final NetconfClientSessionNegotiatorFactory negotiators;
    private final Wire wire;
    private final CompletableFuture<NetconfSession> session = new CompletableFuture<>();

    Handshake(NetconfClientSessionNegotiatorFactory negotiators, Wire wire) {
        this.negotiators = negotiators;
        this.wire = wire;
    }

    CompletableFuture<NetconfSession> session() {
        return session;
    }

    /** Nobody waits any more. */
    void abandon() {
        wire.abandon();
    }

    @Override
    public void onTransportChannelEstablished(TransportChannel transport) {
        final var channel = transport.channel();
        // OpenDaylight would wait for the hello until time is up
        channel.closeFuture()
                .addListener(closed -> session.completeExceptionally(
                        new IOException("the server closed the connection before its hello")));
        final Promise<NetconfClientSession> up = channel.eventLoop().newPromise();
        up.addListener(done -> {
            if (done.isSuccess()) {
                session.complete(wire.session());
            } else {
                session.completeExceptionally(done.cause());
            }
        });
        new AbstractChannelInitializer<NetconfClientSession>() {
            @Override
            protected void initializeSessionNegotiator(Channel ch, Promise<NetconfClientSession> promise) {
                ch.pipeline().addLast(NETCONF_SESSION_NEGOTIATOR, negotiators.getSessionNegotiator(wire, ch, promise));
            }
        }.initialize(channel, up);
        if (channel.pipeline().get(SslHandler.class) != null) {
            // OpenDaylight's SSH says so by itself; the hello waits for it
            channel.pipeline().fireChannelActive();
        }
    }

    @Override
    public void onTransportChannelFailed(Throwable cause) {
        session.completeExceptionally(cause);
    }
}
