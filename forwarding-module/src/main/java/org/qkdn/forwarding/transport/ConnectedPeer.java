package org.qkdn.forwarding.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.UUID;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.MessageCodec;
import org.qkdn.forwarding.relay.Peer;

/** A neighbour at the other end of a connection that has said HELLO. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells the pipeline how its operations end
final class ConnectedPeer implements Peer {
    private final Channel channel;
    private final UUID nodeId;
    private final int version;

    ConnectedPeer(Channel channel, UUID nodeId, int version) {
        this.channel = channel;
        this.nodeId = nodeId;
        this.version = version;
    }

    @Override
    public UUID nodeId() {
        return nodeId;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public boolean send(Message message) {
        if (!channel.isActive() || !channel.isWritable()) {
            return false;
        }
        write(channel, message);
        return true;
    }

    /** As a frame: its length as an unsigned 32-bit integer, then the message. */
    static void write(Channel channel, Message message) {
        var bytes = MessageCodec.encode(message);
        var length = Unpooled.buffer(Integer.BYTES).writeInt(bytes.length);
        channel.writeAndFlush(Unpooled.wrappedBuffer(length, Unpooled.wrappedBuffer(bytes)), channel.voidPromise());
    }

    void close() {
        channel.close();
    }
}
