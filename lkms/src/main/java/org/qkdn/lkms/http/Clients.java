package org.qkdn.lkms.http;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts a server's connections, in all and by SAE. What is too much in all is closed before its handshake. */
@Sharable
final class Clients extends ChannelInboundHandlerAdapter {
    private final ServerLimits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> bySae = new ConcurrentHashMap<>();

    Clients(ServerLimits limits) {
        this.limits = limits;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        int open = connections.incrementAndGet();
        var ignored = context.channel().closeFuture().addListener(closed -> connections.decrementAndGet());
        if (open > limits.connections()) {
            var unused = context.close();
            return;
        }
        context.fireChannelActive();
    }

    /** False where the SAE has as many connections as it may; else the channel is counted until it closes. */
    boolean admit(String sae, ChannelHandlerContext context) {
        if (bySae.merge(sae, 1, Integer::sum) > limits.connectionsPerSae()) {
            leave(sae);
            return false;
        }
        var ignored = context.channel().closeFuture().addListener(closed -> leave(sae));
        return true;
    }

    private void leave(String sae) {
        bySae.computeIfPresent(sae, (name, count) -> count == 1 ? null : count - 1);
    }
}
