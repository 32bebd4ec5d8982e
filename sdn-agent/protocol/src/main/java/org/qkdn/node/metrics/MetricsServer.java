package org.qkdn.node.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.qkdn.node.tls.TlsIdentity;

/** {@code GET /metrics} in the Prometheus text format, over mutual TLS 1.3, for the readers that the configuration names. */
public final class MetricsServer implements AutoCloseable {
    private static final int LARGEST_REQUEST = 4096;
    private static final int IDLE_SECONDS = 120;

    private final EventLoopGroup thread;
    private final Channel listening;

    private MetricsServer(EventLoopGroup thread, Channel listening) {
        this.thread = thread;
        this.listening = listening;
    }

    /**
     * Serves the registry.
     *
     * @param readers common names of the certificates that may read
     * @throws IOException with one line for the operator where the port cannot be had
     */
    public static MetricsServer start(
            InetSocketAddress address, TlsIdentity identity, Set<String> readers, PrometheusMeterRegistry registry)
            throws IOException {
        var tls = identity.nettyServer();
        var thread = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("metrics", true), NioIoHandler.newFactory());
        var bound = new ServerBootstrap()
                .group(thread)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.newHandler(channel.alloc()),
                                        new ReadTimeoutHandler(IDLE_SECONDS),
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(LARGEST_REQUEST, true),
                                        new MetricsHandler(Set.copyOf(readers), registry));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var ignored = thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "metrics: cannot listen on " + address.getHostString() + ":" + address.getPort() + " ("
                            + bound.cause().getMessage() + "): stop what uses the port or choose another",
                    bound.cause());
        }
        return new MetricsServer(thread, bound.channel());
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
