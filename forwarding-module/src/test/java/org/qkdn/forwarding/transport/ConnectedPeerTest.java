package org.qkdn.forwarding.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.forwarding.relay.Message;

/** What several threads send to a neighbour while the connection's own thread is busy. */
class ConnectedPeerTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ConnectedPeer peer = new ConnectedPeer(channel, new UUID(0, 1));

    @Test
    void nothingStaysBehindAFlushThatWasAskedForBefore() {
        for (int thread = 0; thread < 3; thread++) {
            // as Netty does where another thread writes
            channel.eventLoop().execute(() -> peer.queue(new Message.Ping()));
            peer.flush();
        }
        channel.runPendingTasks();
        assertEquals(3, sent());
    }

    private int sent() {
        int sent = 0;
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            frame.release();
            sent++;
        }
        return sent;
    }
}
