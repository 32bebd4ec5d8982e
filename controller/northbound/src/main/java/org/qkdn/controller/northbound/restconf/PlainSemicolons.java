package org.qkdn.controller.northbound.restconf;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Lets clients write {@code fields=a;b} as RFC 8040 section 4.8.3 does. OpenDaylight reads the query as HTML forms are
 * read, where a semicolon ends a parameter; encoded it is a character like any other.
 */
final class PlainSemicolons extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof HttpRequest request) {
            var uri = request.uri();
            int query = uri.indexOf('?');
            if (query >= 0) {
                request.setUri(uri.substring(0, query) + uri.substring(query).replace(";", "%3B"));
            }
        }
        super.channelRead(ctx, message);
    }
}
