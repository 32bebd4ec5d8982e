package org.qkdn.netconf.restconf;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/** Closes what is too much before its TLS handshake. */
@Sharable
final class Connections extends ChannelInboundHandlerAdapter {
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    Connections(int most) {
        this.most = most;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        final int now = open.incrementAndGet();
        var ignored = context.channel().closeFuture().addListener(closed -> open.decrementAndGet());
        if (now > most) {
            var unused = context.close();
            return;
        }
        context.fireChannelActive();
    }
}
