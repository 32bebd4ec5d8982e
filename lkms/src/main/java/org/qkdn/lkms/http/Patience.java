package org.qkdn.lkms.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Tells of a request that does not arrive in time, however it trickles, and closes a connection that rests too long. Looks now and
 * then, so that a request costs no timer.
 */
final class Patience extends ChannelInboundHandlerAdapter {
    private static final int LOOKS = 8;

    /** What the pipeline is told of. */
    enum Overdue {
        REQUEST
    }

    private final long requestNanos;
    private final long idleNanos;
    private Future<?> looking;
    private boolean arriving;
    private long begun;
    private long lastProgress = System.nanoTime();

    Patience(ServerLimits limits) {
        this.requestNanos = limits.request().toNanos();
        this.idleNanos = limits.idle().toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long every = Math.min(requestNanos, idleNanos) / LOOKS;
        looking = context.executor().scheduleAtFixedRate(() -> look(context), every, every, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        looking.cancel(false);
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

    /** An answer has left whole. */
    void progress() {
        lastProgress = System.nanoTime();
    }

    private void look(ChannelHandlerContext context) {
        long now = System.nanoTime();
        if (arriving && now - begun > requestNanos) {
            context.fireUserEventTriggered(Overdue.REQUEST);
        } else if (!arriving && now - lastProgress > idleNanos) {
            var ignored = context.close();
        }
    }
}
