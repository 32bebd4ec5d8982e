package org.qkdn.node.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.qkdn.node.tls.TlsIdentity;

/** One reader's connection. */
final class MetricsHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Set<String> readers;
    private final PrometheusMeterRegistry registry;

    MetricsHandler(Set<String> readers, PrometheusMeterRegistry registry) {
        this.readers = readers;
        this.registry = registry;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        var status = status(context, request);
        var text = status.equals(HttpResponseStatus.OK) ? registry.scrape(TEXT) : "";
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, TEXT)
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        boolean keepAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private HttpResponseStatus status(ChannelHandlerContext context, FullHttpRequest request) {
        var session = context.pipeline().get(SslHandler.class).engine().getSession();
        if (TlsIdentity.peerCommonName(session).filter(readers::contains).isEmpty()) {
            return HttpResponseStatus.FORBIDDEN;
        }
        if (!request.decoderResult().isSuccess()) {
            return HttpResponseStatus.BAD_REQUEST;
        }
        if (!new QueryStringDecoder(request.uri()).rawPath().equals("/metrics")) {
            return HttpResponseStatus.NOT_FOUND;
        }
        return request.method().equals(HttpMethod.GET) ? HttpResponseStatus.OK : HttpResponseStatus.METHOD_NOT_ALLOWED;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var ignored = context.close();
    }
}
