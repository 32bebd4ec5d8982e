package org.qkdn.forwarding.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.MessageCodec;
import org.qkdn.forwarding.relay.Peer;

/** A neighbour at the other end of a connection that has said HELLO. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline how its operations end
final class ConnectedPeer implements Peer {
    private final Channel channel;
    private final UUID nodeId;
    private final AtomicBoolean flushing = new AtomicBoolean();

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

    /** Flushes that are asked for while the connection's thread is busy are one. */
    @Override
    public void flush() {
        if (flushing.compareAndSet(false, true)) {
            channel.eventLoop().execute(() -> {
                flushing.set(false);
                channel.flush();
            });
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
