package org.qkdn.lkms.api004.stream;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.node.v1.ChunkOffer;
import org.qkdn.node.v1.ChunksReady;
import org.qkdn.node.v1.ChunksTaken;
import org.qkdn.node.v1.ChunksWanted;
import org.qkdn.node.v1.KeyStreamsGrpc;
import org.qkdn.node.v1.KeyStreamsGrpc.KeyStreamsBlockingStub;
import org.qkdn.node.v1.StreamEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The LKMSs at the other ends of streams. Blocks until they answer, for {@link #PATIENCE} at most. */
final class StreamPeers {
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(StreamPeers.class);

    private final PeerNodes nodes;

    StreamPeers(PeerNodes nodes) {
        this.nodes = nodes;
    }

    /** What a peer says. */
    sealed interface Answer<T> {
        record Said<T>(T message) implements Answer<T> {}

        /** It has no such stream open. */
        record NoStream<T>() implements Answer<T> {}

        /** It cannot be reached, takes too long, or cannot do it now. */
        record Silence<T>() implements Answer<T> {}
    }

    boolean areReachable(String node) {
        return nodes.channel(node).isPresent();
    }

    Answer<StreamEnd> tell(String node, StreamEnd end) {
        return call(node, Duration.ZERO, peer -> peer.tell(end));
    }

    Answer<ChunksTaken> offer(String node, ChunkOffer offer) {
        return call(node, Duration.ZERO, peer -> peer.offer(offer));
    }

    Answer<ChunksReady> want(String node, ChunksWanted wanted) {
        return call(node, Duration.ofMillis(wanted.getTimeoutMs()), peer -> peer.want(wanted));
    }

    private <T> Answer<T> call(String node, Duration wait, Function<KeyStreamsBlockingStub, T> call) {
        try {
            Optional<T> said = nodes.channel(node)
                    .map(KeyStreamsGrpc::newBlockingStub)
                    .map(peer -> peer.withWaitForReady()
                            .withDeadlineAfter(wait.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS))
                    .map(call);
            return said.<Answer<T>>map(Answer.Said::new).orElseGet(Answer.Silence::new);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return new Answer.NoStream<>();
            }
            LOG.debug("the LKMS of {} does not answer: {}", nodes.name(node), e.getStatus());
            return new Answer.Silence<>();
        }
    }
}
