package org.qkdn.controller.northbound.restconf;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.qkdn.controller.northbound.DomServices;
import org.qkdn.controller.northbound.tls.ServerTls;

/** RESTCONF (RFC 8040) over HTTPS with client certificates, on the data of the controller. */
public final class RestconfEndpoint implements AutoCloseable {
    private static final int LARGEST_BODY = 4 << 20;

    private final EventLoopGroup eventLoops;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final RestconfServices services;
    private final InetSocketAddress address;

    private RestconfEndpoint(
            EventLoopGroup eventLoops, SslContext tls, RestconfServices services, InetSocketAddress listen)
            throws IOException {
        this.eventLoops = eventLoops;
        this.services = services;
        var bound = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.pipeline()
                                .addLast(tls.newHandler(channel.alloc()))
                                .addLast(new HttpServerCodec())
                                .addLast(new PlainSemicolons())
                                .addLast(new ErrorBodies())
                                .addLast(new QualifiedErrors())
                                .addLast(new HttpServerKeepAliveHandler())
                                .addLast(new HttpObjectAggregator(LARGEST_BODY))
                                .addLast(services.sessions().open(channel.remoteAddress()))
                                .addLast(new LostConnections());
                    }
                })
                .bind(listen)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            eventLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            services.close();
            throw new IOException(
                    "cannot listen on " + listen.getHostString() + ":" + listen.getPort() + " ("
                            + bound.cause().getMessage() + "); stop what uses the port or change restconf.port",
                    bound.cause());
        }
        channels.add(bound.channel());
        address = (InetSocketAddress) bound.channel().localAddress();
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if the port is taken or a TLS file cannot be used; the message says which
     */
    public static RestconfEndpoint start(DomServices services, RestconfSettings settings) throws IOException {
        var tls = ServerTls.http11(settings.tls());
        var listen = new InetSocketAddress(settings.host(), settings.port());
        var eventLoops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        return new RestconfEndpoint(
                eventLoops, tls, new RestconfServices(services, new Gate(settings.operators()), eventLoops), listen);
    }

    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        channels.close().awaitUninterruptibly();
        eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        services.close();
    }
}
