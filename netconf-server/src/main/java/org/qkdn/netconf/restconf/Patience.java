package org.qkdn.netconf.restconf;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Ends a connection whose request does not arrive in time, however it trickles, or that rests too long. */
final class Patience extends ChannelInboundHandlerAdapter {
    private static final int LOOKS = 8;

    private final long requestNanos;
    private final long idleNanos;
    private Optional<Future<?>> looking = Optional.empty();
    private boolean arriving;
    private long begun;
    private long lastProgress = System.nanoTime();

    Patience(RestconfLimits limits) {
        requestNanos = limits.request().toNanos();
        idleNanos = limits.idle().toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        final long every = Math.min(requestNanos, idleNanos) / LOOKS;
        looking = Optional.of(
                context.executor().scheduleAtFixedRate(() -> look(context), every, every, TimeUnit.NANOSECONDS));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        looking.ifPresent(timer -> timer.cancel(false));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (!arriving) {
            arriving = true;
            begun = System.nanoTime();
        }
        context.fireChannelRead(bytes);
    }

    /** A request has arrived whole. */
    void arrived() {
        arriving = false;
        progress();
    }

    /** An answer, or a part of it, has left. */
    void progress() {
        lastProgress = System.nanoTime();
    }

    private void look(ChannelHandlerContext context) {
        final long now = System.nanoTime();
        if (arriving ? now - begun > requestNanos : now - lastProgress > idleNanos) {
            var ignored = context.close();
        }
    }
}
