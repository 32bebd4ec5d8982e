package org.qkdn.forwarding.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.MessageCodec;
import org.qkdn.forwarding.relay.Peer;

/** A neighbour at the other end of a connection that has said HELLO. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline how its operations end
final class ConnectedPeer implements Peer {
    private final Channel channel;
    private final UUID nodeId;
    private final AtomicInteger flushes = new AtomicInteger();

    ConnectedPeer(Channel channel, UUID nodeId) {
        this.channel = channel;
        this.nodeId = nodeId;
    }

    @Override
    public UUID nodeId() {
        return nodeId;
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public boolean queue(Message message) {
        if (!channel.isActive()) {
            return false;
        }
        channel.write(frame(message), channel.voidPromise());
        return true;
    }

    /** Flushes that are asked for while the connection's thread is busy are one, or two. */
    @Override
    public void flush() {
        if (flushes.getAndIncrement() == 0) {
            channel.eventLoop().execute(this::flushAll);
        }
    }

    /** What was queued before the other requests may be in the thread's line behind this: then once more, at its end. */
    private void flushAll() {
        boolean more = flushes.getAndSet(0) > 1;
        channel.flush();
        if (more) {
            flush();
        }
    }

    /** With its length in front, as an unsigned 32-bit integer. A RELAY's ciphertext is not copied. */
    static ByteBuf frame(Message message) {
        var frame = MessageCodec.frame(message);
        var parts = new ByteBuffer[1 + frame.size()];
        parts[0] = ByteBuffer.allocate(Integer.BYTES).putInt(0, MessageCodec.length(frame));
        for (int i = 0; i < frame.size(); i++) {
            parts[i + 1] = frame.get(i);
        }
        return Unpooled.wrappedBuffer(parts);
    }

    void close() {
        channel.close();
    }
}
