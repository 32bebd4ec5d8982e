package org.qkdn.lkms.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of an SAE: who it is, which API it asks, in which order it is answered. */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final List<HttpApi> apis;
    private final Function<Channel, Optional<String>> saeOf;
    /** Answered only after this: requests sent without waiting are answered in their order. */
    private CompletableFuture<Void> previous = CompletableFuture.completedFuture(null);

    HttpConnection(List<HttpApi> apis, Function<Channel, Optional<String>> saeOf) {
        this.apis = apis;
        this.saeOf = saeOf;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        var answer = answer(context, request);
        previous = previous.thenCombineAsync(
                answer,
                (before, response) -> {
                    send(context, response, keepAlive);
                    return null;
                },
                context.executor());
    }

    /** Strangers learn nothing, not even which paths there are. */
    private CompletableFuture<FullHttpResponse> answer(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return plain(HttpResponseStatus.BAD_REQUEST, "the request is not well-formed HTTP/1.1");
        }
        return saeOf.apply(context.channel())
                .map(sae -> answer(new HttpCall(sae, request, context.alloc())))
                .orElseGet(() -> CompletableFuture.completedFuture(empty(HttpResponseStatus.UNAUTHORIZED)));
    }

    private CompletableFuture<FullHttpResponse> answer(HttpCall call) {
        var path = call.path();
        return apis.stream()
                .filter(api -> api.serves(path))
                .findFirst()
                .map(api -> api.answer(call).exceptionally(HttpConnection::failed))
                .orElseGet(() -> plain(HttpResponseStatus.NOT_FOUND, "there is no such resource; see docs/README.md"));
    }

    private static FullHttpResponse failed(Throwable failure) {
        LOG.error("a request failed", failure);
        return message(HttpResponseStatus.SERVICE_UNAVAILABLE, "key data access error");
    }

    private static CompletableFuture<FullHttpResponse> plain(HttpResponseStatus status, String text) {
        return CompletableFuture.completedFuture(message(status, text));
    }

    private static FullHttpResponse empty(HttpResponseStatus status) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        return response;
    }

    private static FullHttpResponse message(HttpResponseStatus status, String text) {
        var body = Unpooled.copiedBuffer("{\"message\":\"" + text + "\"}", StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return response;
    }

    /** The body may hold keys: it is overwritten once it has left through TLS. */
    private static void send(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        HttpUtil.setKeepAlive(response, keepAlive);
        var body = response.content().retainedDuplicate();
        var written = context.writeAndFlush(response).addListener(done -> {
            if (!body.isReadOnly() && body.capacity() > 0) {
                body.setZero(0, body.capacity());
            }
            body.release();
        });
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection from {} ends: {}", context.channel().remoteAddress(), cause.toString());
        var ignored = context.close();
    }
}
