package org.qkdn.lkms.api004.stream;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.qkdn.lkms.peer.PeerCaller;
import org.qkdn.node.v1.ChunkOffer;
import org.qkdn.node.v1.ChunksReady;
import org.qkdn.node.v1.ChunksTaken;
import org.qkdn.node.v1.ChunksWanted;
import org.qkdn.node.v1.KeyStream;
import org.qkdn.node.v1.KeyStreamsGrpc;
import org.qkdn.node.v1.StreamEnd;

/** What the LKMS at the other end of a stream may ask; each may ask of its own streams only. */
final class KeyStreamsService extends KeyStreamsGrpc.KeyStreamsImplBase {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int LONGEST_OFFER = 64;

    private final StreamDesk desk;
    private final ChunkSupply supply;

    KeyStreamsService(StreamDesk desk, ChunkSupply supply) {
        this.desk = desk;
        this.supply = supply;
    }

    @Override
    public void tell(StreamEnd told, StreamObserver<StreamEnd> answer) {
        answer(answer, () -> {
            var id = uuid(told.getKeyStreamId());
            var node = PeerCaller.nodeId();
            var here = desk.database().call(blocks -> StreamEnds.hear(blocks, node, told));
            desk.signals().fire(id);
            desk.find(id).filter(StreamTable::isConnected).ifPresent(stream -> supply.need(stream, 0, Duration.ZERO));
            return here;
        });
    }

    @Override
    public void offer(ChunkOffer offer, StreamObserver<ChunksTaken> answer) {
        answer(answer, () -> {
            var id = uuid(offer.getKeyStreamId());
            check(offer);
            var node = PeerCaller.nodeId();
            Optional<ChunksTaken> taken = desk.database().call(blocks -> {
                var stream = StreamTable.find(blocks, id)
                        .filter(one -> !one.getOwner() && isOf(node, one, offer.getSession()));
                return stream.isPresent() && hasBlocks(stream.get(), offer.getAppId())
                        ? Optional.of(ChunkMaking.take(blocks, stream.get(), offer))
                        : Optional.empty();
            });
            desk.signals().fire(id);
            return taken.orElseThrow(KeyStreamsService::noStream);
        });
    }

    private static void check(ChunkOffer offer) {
        boolean isWrong = offer.getChunksCount() > LONGEST_OFFER
                || offer.getChunksList().stream().anyMatch(chunk -> chunk.getSequence() < 0);
        if (isWrong) {
            throw invalid("an offer of " + offer.getChunksCount() + " chunks, or of a negative sequence number");
        }
        for (var chunk : offer.getChunksList()) {
            chunk.getPiecesList().forEach(piece -> uuid(piece.getBlockId()));
        }
    }

    private boolean hasBlocks(KeyStream stream, String app) {
        return desk.assignment()
                .get()
                .application(app)
                .filter(application -> application
                                .getLocalSaeId()
                                .equals(stream.getHere().getSaeId())
                        && application.getRemoteSaeId().equals(stream.getHere().getPeerSaeId())
                        && application.getRemoteNodeId().equals(stream.getRemoteNodeId()))
                .isPresent();
    }

    @Override
    public void want(ChunksWanted wanted, StreamObserver<ChunksReady> answer) {
        answer(answer, () -> {
            var id = uuid(wanted.getKeyStreamId());
            var node = PeerCaller.nodeId();
            long end = System.nanoTime()
                    + Math.min(
                            Duration.ofMillis(Integer.toUnsignedLong(wanted.getTimeoutMs()))
                                    .toNanos(),
                            desk.limits().longestWait().toNanos());
            while (true) {
                var change = desk.nextChange(id);
                var heard = heard(id, node, wanted);
                if (heard.isEmpty()) {
                    desk.signals().fire(id);
                    throw noStream();
                }
                var stream = heard.get();
                long left = end - System.nanoTime();
                if (stream.getReady() >= wanted.getBelow() || left <= 0) {
                    supply.need(stream, wanted.getBelow(), Duration.ZERO);
                    return ChunksReady.newBuilder().setBelow(stream.getReady()).build();
                }
                supply.need(stream, wanted.getBelow(), Duration.ofNanos(left));
                await(change, Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
            }
        });
    }

    /** The stream, with the other end's position as it says. */
    private Optional<KeyStream> heard(UUID id, String node, ChunksWanted wanted) {
        return desk.database().call(blocks -> {
            var kept =
                    StreamTable.find(blocks, id).filter(one -> one.getOwner() && isOf(node, one, wanted.getSession()));
            if (kept.isEmpty() || kept.get().getRemotePosition() >= wanted.getPosition()) {
                return kept;
            }
            // never beyond what was offered
            long position = Math.min(
                    wanted.getPosition(), kept.get().getReady() + kept.get().getOfferedCount());
            var stream = kept.get().toBuilder().setRemotePosition(position).build();
            StreamTable.save(blocks, stream);
            return Optional.of(stream);
        });
    }

    private static boolean isOf(String node, KeyStream stream, long session) {
        return stream.getRemoteNodeId().equals(node)
                && StreamTable.session(stream) == session
                && StreamTable.isConnected(stream);
    }

    private static <T> void answer(StreamObserver<T> answer, Supplier<T> work) {
        try {
            answer.onNext(work.get());
            answer.onCompleted();
        } catch (StatusRuntimeException e) {
            answer.onError(e);
        } catch (CompletionException e) {
            answer.onError(Status.INTERNAL
                    .withDescription("the key database fails: " + e.getMessage())
                    .asRuntimeException());
        }
    }

    private static void await(java.util.concurrent.CompletableFuture<Void> change, Duration longest) {
        try {
            Signals.await(change, longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.UNAVAILABLE.withDescription("the LKMS stops").asRuntimeException();
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw invalid("a name that is no UUID");
        }
    }

    private static StatusRuntimeException invalid(String what) {
        return Status.INVALID_ARGUMENT.withDescription(what).asRuntimeException();
    }

    private static StatusRuntimeException noStream() {
        return Status.NOT_FOUND
                .withDescription("no such key stream is open at this end")
                .asRuntimeException();
    }
}
