package org.qkdn.lkms.api004.binary;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.qkdn.lkms.api004.stream.KeyStreams;

/** ETSI GS QKD 004 in its binary form over mutual TLS 1.3, for the SAEs of this node. */
public final class BinaryServer implements AutoCloseable {
    private final EventLoopGroup threads;
    private final Channel listening;

    private BinaryServer(EventLoopGroup threads, Channel listening) {
        this.threads = threads;
        this.listening = listening;
    }

    /**
     * How long a client may be silent.
     *
     * @param frame from the first byte of a request to its last
     * @param idle between requests
     */
    public record Patience(Duration frame, Duration idle) {
        public static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofMinutes(30));
    }

    /**
     * Serves.
     *
     * @param saeOf which of this node's SAEs a TLS session belongs to
     * @param audit takes note of whoever is turned away
     */
    public static BinaryServer start(
            InetSocketAddress address,
            SslContext tls,
            Function<SSLSession, Optional<String>> saeOf,
            KeyStreams streams,
            BiConsumer<String, Map<String, String>> audit,
            Patience patience)
            throws IOException {
        var threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
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
                                        new ReadTimeoutHandler(patience.idle().toSeconds(), TimeUnit.SECONDS),
                                        new RequestDecoder(patience.frame().toMillis()),
                                        new SaeConnection(streams, saeOf, audit));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var ignored = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "etsi004: cannot listen on " + address.getHostString() + ":" + address.getPort() + " ("
                            + bound.cause().getMessage() + "): stop what uses the port or choose another",
                    bound.cause());
        }
        return new BinaryServer(threads, bound.channel());
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
