package org.qkdn.lkms.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.net.ssl.SSLSession;

/** HTTP/1.1 for the SAEs of this node, over mutual TLS 1.3 or TLS with pre-shared keys. */
public final class HttpsServer implements AutoCloseable {
    /** Bounds what one read brings of requests that were sent without waiting for answers. */
    private static final int LARGEST_READ = 16 * 1024;

    private final EventLoopGroup threads;
    private final Channel listening;

    private HttpsServer(EventLoopGroup threads, Channel listening) {
        this.threads = threads;
        this.listening = listening;
    }

    /**
     * Serves these APIs.
     *
     * @param name of the part of the configuration that holds the address
     * @param saeOf which of this node's SAEs a TLS session belongs to
     * @param audit told of each connection and request that is refused before it reaches an API
     */
    public static HttpsServer start(
            String name,
            InetSocketAddress address,
            SslContext tls,
            Function<SSLSession, Optional<String>> saeOf,
            BiConsumer<String, Map<String, String>> audit,
            List<HttpApi> apis)
            throws IOException {
        return start(name, address, tls, saeOf, audit, apis, ServerLimits.USUAL);
    }

    static HttpsServer start(
            String name,
            InetSocketAddress address,
            SslContext tls,
            Function<SSLSession, Optional<String>> saeOf,
            BiConsumer<String, Map<String, String>> audit,
            List<HttpApi> apis,
            ServerLimits limits)
            throws IOException {
        return start(
                name,
                address,
                channel -> {
                    var handler = tls.newHandler(channel.alloc());
                    handler.setHandshakeTimeoutMillis(limits.handshake().toMillis());
                    return handler;
                },
                channel -> saeOf.apply(
                        channel.pipeline().get(SslHandler.class).engine().getSession()),
                audit,
                apis,
                limits);
    }

    /**
     * As above, over another form of TLS.
     *
     * @param tls makes a connection's first handler: what comes out of it is plain HTTP
     * @param saeOf which of this node's SAEs a connection belongs to, asked after the handshake
     */
    public static HttpsServer start(
            String name,
            InetSocketAddress address,
            Function<Channel, ChannelHandler> tls,
            Function<Channel, Optional<String>> saeOf,
            BiConsumer<String, Map<String, String>> audit,
            List<HttpApi> apis,
            ServerLimits limits)
            throws IOException {
        var clients = new Clients(limits);
        var threads = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        var bound = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, oneSmallRead())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        var patience = new Patience(limits);
                        channel.pipeline()
                                .addLast(
                                        clients,
                                        tls.apply(channel),
                                        patience,
                                        new HttpServerCodec(),
                                        new WholeRequests(limits.bodyBytes()),
                                        new HttpConnection(apis, saeOf, audit, clients, patience, limits.waiting()));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var ignored = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    name + ": cannot listen on " + address.getHostString() + ":" + address.getPort() + " ("
                            + bound.cause().getMessage() + "): stop what uses the port or choose another",
                    bound.cause());
        }
        return new HttpsServer(threads, bound.channel());
    }

    private static RecvByteBufAllocator oneSmallRead() {
        return new AdaptiveRecvByteBufAllocator(64, 2048, LARGEST_READ).maxMessagesPerRead(1);
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        threads.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
