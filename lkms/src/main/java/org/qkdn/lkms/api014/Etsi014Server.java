package org.qkdn.lkms.api014;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The key delivery API of this KME: HTTP/1.1 over mutual TLS 1.3 (ETSI GS QKD 014). */
public final class Etsi014Server implements AutoCloseable {
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int IDLE_SECONDS = 120;

    private final EventLoopGroup threads;
    private final Channel listening;

    private Etsi014Server(EventLoopGroup threads, Channel listening) {
        this.threads = threads;
        this.listening = listening;
    }

    /** Serves the SAEs of this node, known by the common names of their certificates. */
    public static Etsi014Server start(InetSocketAddress address, SslContext tls, KeyDelivery delivery, Set<String> saes)
            throws IOException {
        var threads = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        var bound = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.newHandler(channel.alloc()),
                                        new ReadTimeoutHandler(IDLE_SECONDS),
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(LARGEST_BODY, true),
                                        new RequestHandler(delivery, saes));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var ignored = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "etsi014: cannot listen on " + address.getHostString() + ":" + address.getPort() + " ("
                            + bound.cause().getMessage() + "): stop what uses the port or choose another",
                    bound.cause());
        }
        return new Etsi014Server(threads, bound.channel());
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
