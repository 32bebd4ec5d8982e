package org.qkdn.controller.northbound.restconf;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Gives every answer that reports an error the body RFC 8040 section 7.1 asks for. OpenDaylight leaves some without a body
 * and some with the text of an exception, which is no client's business. It also answers 409 where a read finds nothing:
 * that is 404 (RFC 8040 section 4.3).
 */
final class ErrorBodies extends ChannelDuplexHandler {
    private record Asked(boolean xml, boolean head, boolean reads) {}

    private final Queue<Asked> asked = new ArrayDeque<>();
    private boolean replacing;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            var media = Optional.ofNullable(request.headers().get(HttpHeaderNames.ACCEPT))
                    .filter(accept -> !accept.equals("*/*"))
                    .or(() -> Optional.ofNullable(request.headers().get(HttpHeaderNames.CONTENT_TYPE)))
                    .orElse("");
            boolean head = HttpMethod.HEAD.equals(request.method());
            asked.add(new Asked(
                    media.contains("xml") && !media.contains("json"),
                    head,
                    head || HttpMethod.GET.equals(request.method())));
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response
                && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            var request = Optional.ofNullable(asked.poll()).orElse(new Asked(false, false, false));
            if (request.reads() && response.status().equals(HttpResponseStatus.CONFLICT)) {
                response.setStatus(HttpResponseStatus.NOT_FOUND);
            }
            if (response.status().code() >= 400 && !isYangData(response)) {
                replacing = !(message instanceof LastHttpContent);
                var replacement = withErrors(response, request);
                ReferenceCountUtil.release(message);
                super.write(ctx, replacement, promise);
                return;
            }
        } else if (replacing && message instanceof HttpContent) {
            replacing = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
            promise.setSuccess();
            return;
        }
        super.write(ctx, message, promise);
    }

    private static boolean isYangData(HttpResponse response) {
        return Optional.ofNullable(response.headers().get(HttpHeaderNames.CONTENT_TYPE))
                .map(type -> type.startsWith("application/yang-data"))
                .orElse(false);
    }

    private static FullHttpResponse withErrors(HttpResponse original, Asked request) {
        var text = request.xml() ? ErrorText.xml(original.status()) : ErrorText.json(original.status());
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(
                original.protocolVersion(),
                original.status(),
                request.head() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes));
        response.headers()
                .set(original.headers())
                .remove(HttpHeaderNames.TRANSFER_ENCODING)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/yang-data+" + (request.xml() ? "xml" : "json"))
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        return response;
    }
}
