package org.qkdn.netconf.restconf;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.qkdn.netconf.session.ServerCore;
import org.qkdn.netconf.session.TlsEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A RESTCONF server (RFC 8040) on the data of a NETCONF server: HTTP/1.1 over TLS 1.3, client certificates required. */
public final class RestconfServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestconfServer.class);
    private static final int HEADER_BYTES = 16 << 10;

    private final EventLoopGroup threads;
    private final ChannelGroup channels;
    private final Channel listening;

    private RestconfServer(EventLoopGroup threads, ChannelGroup channels, Channel listening) {
        this.threads = threads;
        this.channels = channels;
        this.listening = listening;
    }

    /**
     * Listens once this returns.
     *
     * @param core of the server beside which it stands
     * @throws IOException with a message that names the port or the file at fault
     */
    public static RestconfServer start(RestconfSettings settings, ServerCore core) throws IOException {
        final var tls = new TlsEndpoint(settings.tls(), core.users());
        final var streams = new Streams(core);
        final var router = new Router(core, streams);
        final var limits = settings.limits();
        final var connections = new Connections(limits.connections());
        final var channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        final var threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        final var bound = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        final var handshake = tls.context().newHandler(channel.alloc());
                        handshake.setHandshakeTimeoutMillis(limits.handshake().toMillis());
                        final var patience = new Patience(limits);
                        channel.pipeline()
                                .addLast(
                                        connections,
                                        handshake,
                                        patience,
                                        new HttpServerCodec(HEADER_BYTES, HEADER_BYTES, HEADER_BYTES),
                                        new WholeRequests(limits.bodyBytes()),
                                        new Connection(router, streams, core, tls, patience, limits));
                    }
                })
                .bind(settings.host(), settings.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var ignored = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "RESTCONF cannot listen on " + settings.host() + ":" + settings.port() + ": "
                            + bound.cause().getMessage() + "; is the port in use?",
                    bound.cause());
        }
        streams.report();
        final var server = new RestconfServer(threads, channels, bound.channel());
        LOG.info("RESTCONF listens on {}:{}", settings.host(), server.port());
        return server;
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Ends all connections and frees the port. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        channels.close().awaitUninterruptibly();
        threads.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
