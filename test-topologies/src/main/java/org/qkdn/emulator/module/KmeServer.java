package org.qkdn.emulator.module;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.qkdn.node.tls.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The module's KME on the network: HTTPS with client certificates. */
final class KmeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KmeServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BODY = 1 << 16;

    private final Channel channel;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    KmeServer(InetSocketAddress address, TlsIdentity identity, KeyDeliveryApi api, EventLoops loops)
            throws IOException {
        var tls = identity.nettyServer();
        var bound = new ServerBootstrap()
                .group(loops.group())
                .channel(NioServerSocketChannel.class)
                .childHandler(new Pipeline(tls, api, connections))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "port " + address.getPort() + " is in use: stop what uses it, or choose another --port-base",
                    bound.cause());
        }
        channel = bound.channel();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }

    private static final class Pipeline extends ChannelInitializer<SocketChannel> {
        private final SslContext tls;
        private final KeyDeliveryApi api;
        private final ChannelGroup connections;

        Pipeline(SslContext tls, KeyDeliveryApi api, ChannelGroup connections) {
            this.tls = tls;
            this.api = api;
            this.connections = connections;
        }

        @Override
        protected void initChannel(SocketChannel connection) {
            connections.add(connection);
            connection
                    .pipeline()
                    .addLast(tls.newHandler(connection.alloc()))
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpServerKeepAliveHandler())
                    .addLast(new HttpObjectAggregator(MAX_BODY))
                    .addLast(new Calls(api));
        }
    }

    // an answer that cannot be written means that the client has gone
    @SuppressWarnings("FutureReturnValueIgnored")
    private static final class Calls extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final KeyDeliveryApi api;

        Calls(KeyDeliveryApi api) {
            this.api = api;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
                throws JsonProcessingException {
            var answer = request.decoderResult().isSuccess()
                    ? api.answer(new KeyDeliveryCall(
                            caller(context),
                            request.method().name(),
                            request.uri(),
                            request.content().toString(StandardCharsets.UTF_8)))
                    : KeyDeliveryAnswer.error(400, "this is not HTTP");
            var body = answer.body().isPresent()
                    ? JSON.writeValueAsBytes(answer.body().get())
                    : new byte[0];
            var response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(body));
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
            if (body.length > 0) {
                response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
            }
            context.writeAndFlush(response);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("connection from {} closed: {}", context.channel().remoteAddress(), cause.getMessage());
            context.close();
        }

        private static String caller(ChannelHandlerContext context) {
            var session = context.pipeline().get(SslHandler.class).engine().getSession();
            return TlsIdentity.peerCommonName(session).orElse("");
        }
    }
}
