package org.qkdn.forwarding.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qkdn.node.tls.TlsIdentity;

/**
 * Keeps one connection to each neighbour. Of two nodes the one with the smaller id dials (ids compared as text), and
 * dials again for as long as there is no connection; the other one only listens.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline how its operations end
public final class RelayTransport implements AutoCloseable {
    private static final SocketKind SOCKETS = SocketKind.best();
    private static final WriteBufferWaterMark QUEUE = new WriteBufferWaterMark(512 << 10, 1 << 20);
    private static final int CONNECT_MILLIS = 3_000;
    private static final int PING_SECONDS = 5;
    private static final int SILENCE_SECONDS = 15;

    private final UUID self;
    private final TlsIdentity identity;
    private final Map<UUID, NeighbourLink> links;
    private final EventLoopGroup loop;
    private volatile boolean closed;
    private volatile Optional<Channel> listener = Optional.empty();

    public RelayTransport(UUID self, TlsIdentity identity, Collection<Neighbour> neighbours) {
        this.self = self;
        this.identity = identity;
        this.links = neighbours.stream().collect(Collectors.toUnmodifiableMap(Neighbour::id, NeighbourLink::new));
        this.loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("relay-" + identity.commonName(), true), SOCKETS.ioHandler());
    }

    /**
     * Listens and dials.
     *
     * @param work runs what may block, one task per message
     * @throws IOException with one line for the operator where the port cannot be had
     */
    public void start(InetSocketAddress address, RelayTraffic traffic, Executor work) throws IOException {
        var local = new RelayChannel.LocalEnd(self, traffic, work);
        var bound = new ServerBootstrap()
                .group(loop)
                .channel(SOCKETS.server())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, QUEUE)
                .childHandler(pipeline(identity.nettyServer(), local, this::dialler))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("relay: cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                    + bound.cause().getMessage());
        }
        listener = Optional.of(bound.channel());
        for (var link : links.values()) {
            if (dials(self, link.neighbour().id())) {
                var expected = link.neighbour().commonName();
                var bootstrap = new Bootstrap()
                        .group(loop)
                        .channel(SOCKETS.client())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, QUEUE)
                        .handler(pipeline(identity.nettyClient(expected), local, name -> Optional.of(link)));
                new Dialling(bootstrap, link, loop, () -> closed).dial();
            }
        }
    }

    public List<NeighbourStatus> status() {
        return links.values().stream().map(NeighbourLink::status).toList();
    }

    @Override
    public void close() {
        closed = true;
        // by itself, else the port may stay taken when the loop has ended
        listener.ifPresent(channel -> channel.close().syncUninterruptibly());
        links.values().forEach(NeighbourLink::close);
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }

    static boolean dials(UUID node, UUID other) {
        return node.toString().compareTo(other.toString()) < 0;
    }

    /** The neighbour of that common name, if it is one that dials us. */
    private Optional<NeighbourLink> dialler(String commonName) {
        return links.values().stream()
                .filter(link -> link.neighbour().commonName().equals(commonName))
                .filter(link -> dials(link.neighbour().id(), self))
                .findFirst();
    }

    private static ChannelInitializer<SocketChannel> pipeline(
            SslContext tls, RelayChannel.LocalEnd local, Function<String, Optional<NeighbourLink>> admission) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                addHandlers(channel, tls, new RelayChannel(local, admission));
            }
        };
    }

    private static void addHandlers(Channel channel, SslContext tls, RelayChannel relay) {
        channel.pipeline()
                .addLast(tls.newHandler(channel.alloc()))
                .addLast(new WriteTimeoutHandler(SILENCE_SECONDS))
                .addLast(new IdleStateHandler(SILENCE_SECONDS, PING_SECONDS, 0))
                .addLast(new FrameReader())
                .addLast(relay);
    }
}
