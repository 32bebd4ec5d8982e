package org.qkdn.controller.northbound.restconf;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Puts the module's name before {@code errors} in JSON, as RFC 8040 section 7.1 and RFC 7951 section 4 ask. OpenDaylight leaves it out.
 */
final class QualifiedErrors extends ChannelOutboundHandlerAdapter {
    private static final String BARE = "\"errors\"";
    private static final String QUALIFIED = "\"ietf-restconf:errors\"";

    private boolean pending;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response) {
            pending = response.status().code() >= 400 && isYangJson(response);
            int length = response.headers().getInt(HttpHeaderNames.CONTENT_LENGTH, 0);
            if (pending && length > 0) {
                response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, length + QUALIFIED.length() - BARE.length());
            }
        }
        if (pending
                && message instanceof HttpContent content
                && content.content().isReadable()) {
            pending = false;
            super.write(ctx, qualify(content), promise);
            return;
        }
        super.write(ctx, message, promise);
    }

    private static HttpContent qualify(HttpContent content) {
        var text = content.content().toString(StandardCharsets.UTF_8);
        var bytes = text.replaceFirst(BARE, QUALIFIED).getBytes(StandardCharsets.UTF_8);
        var qualified = content.replace(Unpooled.wrappedBuffer(bytes));
        content.release();
        return qualified;
    }

    private static boolean isYangJson(HttpResponse response) {
        return Optional.ofNullable(response.headers().get(HttpHeaderNames.CONTENT_TYPE))
                .map(type -> type.startsWith("application/yang-data+json"))
                .orElse(false);
    }
}
