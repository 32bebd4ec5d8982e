package org.qkdn.controller.northbound.restconf;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the pipeline. A client that breaks the connection, or has no certificate of ours, is its own affair: one
 * line for an operator who looks for it. Anything else is a fault and is told whole.
 */
final class LostConnections extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(LostConnections.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            LOG.info("connection of {} refused or lost: {}", ctx.channel().remoteAddress(), cause.getMessage());
        } else {
            LOG.warn("connection of {} failed", ctx.channel().remoteAddress(), cause);
        }
        var unused = ctx.close();
    }
}
