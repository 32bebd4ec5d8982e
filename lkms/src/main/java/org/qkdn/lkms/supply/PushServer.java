package org.qkdn.lkms.supply;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.qkdn.lkms.AuditEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where modules that push their keys connect to. */
public final class PushServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushServer.class);

    private final Map<String, PushedKeys> byModule;
    private final BiConsumer<String, Map<String, String>> audit;
    private final Map<String, Channel> connections = new HashMap<>();
    private final Map<String, Integer> keyBytes = new HashMap<>();
    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;

    /**
     * Listens.
     *
     * @param byModule where the keys go, by the common name of the module that pushes them
     */
    PushServer(
            PushConfiguration configuration,
            SslContext tls,
            Map<String, PushedKeys> byModule,
            BiConsumer<String, Map<String, String>> audit)
            throws IOException {
        this.byModule = Map.copyOf(byModule);
        this.audit = audit;
        boolean plain = configuration.transport() != PushConfiguration.Transport.TLS;
        if (plain) {
            LOG.warn("modules push their keys to {} over plain TCP", configuration.address());
            audit.accept(AuditEvents.PUSH_WITHOUT_TLS, Map.of("address", String.valueOf(configuration.address())));
        }
        var bound = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (!plain) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(
                                        new LengthFieldBasedFrameDecoder(PushConnection.LARGEST_FRAME + 4, 0, 4, 0, 4),
                                        new PushConnection(PushServer.this));
                    }
                })
                .bind(configuration.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var ignored = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    "push: cannot listen on " + configuration.address() + " ("
                            + bound.cause().getMessage() + "): stop what uses the port or choose another",
                    bound.cause());
        }
        listening = bound.channel();
    }

    /** A module's newest connection takes the place of its old one, which it may have lost without our knowing. */
    synchronized Optional<PushedKeys> welcome(String module, Channel channel, int bytes) {
        var keys = Optional.ofNullable(byModule.get(module));
        keys.ifPresent(into -> {
            var before = keyBytes.put(module, bytes);
            if (before != null && before != bytes) {
                into.forget();
            }
            into.onRoom(() -> channel.config().setAutoRead(true));
            var old = connections.put(module, channel);
            if (old != null) {
                var ignored = old.close();
            }
            LOG.info("module {} pushes keys of {} bit", module, 8 * bytes);
        });
        return keys;
    }

    void refused(String from, String why) {
        LOG.debug("push from {} refused: it {}", from, why);
        audit.accept(AuditEvents.PUSH_REFUSED, Map.of("from", from, "reason", why));
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
