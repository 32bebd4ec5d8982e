package org.qkdn.controller.northbound.restconf;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import java.security.Principal;
import org.opendaylight.netconf.transport.http.AuthHandler;
import org.qkdn.controller.northbound.tls.PeerName;

/** Stands before the RESTCONF session of one connection and turns away what its bearer may not do. */
final class Guard extends ChannelInboundHandlerAdapter implements AuthHandler<Principal> {
    private final Gate gate;
    private Gate.Bearer bearer = new Gate.Bearer("");

    Guard(Gate gate) {
        this.gate = gate;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // where a refusal cannot be sent the connection is gone
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (!(message instanceof FullHttpRequest request)) {
            super.channelRead(ctx, message);
            return;
        }
        if (bearer.getName().isEmpty()) {
            var session = ctx.pipeline().get(SslHandler.class).engine().getSession();
            bearer = new Gate.Bearer(PeerName.of(session).orElse(""));
        }
        request.headers().set(Gate.NAME_HEADER, bearer.getName());
        if (isAuthorized(request, bearer)) {
            super.channelRead(ctx, request);
        } else {
            request.release();
            var refusal = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.FORBIDDEN, Unpooled.EMPTY_BUFFER);
            refusal.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
            ctx.writeAndFlush(refusal);
        }
    }

    @Override
    public Principal authenticate(HttpRequest request) {
        return bearer;
    }

    @Override
    public boolean isAuthorized(HttpRequest request, Principal caller) {
        return gate.admits(caller, request.method(), request.uri());
    }
}
