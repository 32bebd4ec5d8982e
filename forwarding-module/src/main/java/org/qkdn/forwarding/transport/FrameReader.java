package org.qkdn.forwarding.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.qkdn.forwarding.relay.MessageCodec;

/**
 * Puts frames together, each in an array of its own length, in which a RELAY then stays: it is decrypted and encrypted
 * there. A frame that was begun must be complete in time, else whoever sends one byte now and then would never be silent.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final byte[] prefix = new byte[Integer.BYTES];
    private byte[] filling = prefix;
    private int filled;
    private long begun;
    private Optional<ScheduledFuture<?>> watch = Optional.empty();

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        long every = PATIENCE.toMillis() / 5;
        watch = Optional.of(context.executor()
                .scheduleAtFixedRate(() -> checkProgress(context), every, every, TimeUnit.MILLISECONDS));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        watch.ifPresent(task -> task.cancel(false));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        try {
            while (in.isReadable()) {
                if (filled == 0 && filling == prefix) {
                    begun = System.nanoTime();
                }
                int some = Math.min(in.readableBytes(), filling.length - filled);
                in.readBytes(filling, filled, some);
                filled += some;
                if (filled == filling.length) {
                    complete(context);
                }
            }
        } finally {
            in.release();
        }
    }

    private void complete(ChannelHandlerContext context) {
        var frame = filling;
        filled = 0;
        if (frame != prefix) {
            filling = prefix;
            context.fireChannelRead(frame);
            return;
        }
        int length = ByteBuffer.wrap(prefix).getInt();
        if (length < 1 || length > MessageCodec.MAX_LENGTH) {
            throw new CorruptedFrameException("a frame of " + Integer.toUnsignedLong(length) + " bytes");
        }
        filling = new byte[length];
    }

    private void checkProgress(ChannelHandlerContext context) {
        boolean within = filled > 0 || filling != prefix;
        if (!context.channel().config().isAutoRead()) {
            begun = System.nanoTime(); // it is we who are slow
        } else if (within && System.nanoTime() - begun > PATIENCE.toNanos()) {
            context.fireExceptionCaught(
                    new CorruptedFrameException("a frame not complete within " + PATIENCE.toSeconds() + " s"));
        }
    }
}
