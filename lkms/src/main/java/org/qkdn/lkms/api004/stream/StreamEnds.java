package org.qkdn.lkms.api004.stream;

import java.util.UUID;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.node.v1.KeyStream;
import org.qkdn.node.v1.StreamEnd;
import org.qkdn.node.v1.StreamEnd.State;

/** How the two ends of a stream come to know of each other, and part; within one transaction. */
final class StreamEnds {
    private StreamEnds() {}

    /** Outcome of opening this end. */
    sealed interface Opened {
        /** It is open now, or was, with no peer yet. */
        record Here(KeyStream stream) implements Opened {}

        record InUse() implements Opened {}

        /** The SAE opened it with chunks of another size. */
        record OtherChunks(long keyChunkSize) implements Opened {}

        record TooMany() implements Opened {}
    }

    static Opened open(BlockTable blocks, KeyStream fresh, int mostStreams) {
        var kept = StreamTable.find(blocks, StreamTable.id(fresh));
        if (kept.isEmpty()) {
            if (StreamTable.count(blocks) >= mostStreams) {
                return new Opened.TooMany();
            }
            StreamTable.save(blocks, fresh);
            return new Opened.Here(fresh);
        }
        var stream = kept.get();
        if (stream.getHere().getState() != State.OPEN
                || StreamTable.isConnected(stream)
                || stream.getThere().getState() == State.CLOSED
                || stream.getThere().getState() == State.FOREIGN
                || !isSamePair(stream.getHere(), fresh.getHere())) {
            return new Opened.InUse();
        }
        return stream.getHere().getKeyChunkSize() == fresh.getHere().getKeyChunkSize()
                ? new Opened.Here(stream)
                : new Opened.OtherChunks(Integer.toUnsignedLong(stream.getHere().getKeyChunkSize()));
    }

    private static boolean isSamePair(StreamEnd one, StreamEnd other) {
        return one.getSaeId().equals(other.getSaeId()) && one.getPeerSaeId().equals(other.getPeerSaeId());
    }

    /** The peer's LKMS tells how its end stands; the answer is how ours does. */
    static StreamEnd hear(BlockTable blocks, String node, StreamEnd told) {
        var kept = StreamTable.find(blocks, UUID.fromString(told.getKeyStreamId()));
        if (kept.isEmpty()) {
            return told.toBuilder()
                    .clear()
                    .setKeyStreamId(told.getKeyStreamId())
                    .build();
        }
        var stream = kept.get();
        var here = stream.getHere();
        if (!stream.getRemoteNodeId().equals(node)
                || !here.getSaeId().equals(told.getPeerSaeId())
                || !here.getPeerSaeId().equals(told.getSaeId())) {
            return here.toBuilder()
                    .clear()
                    .setKeyStreamId(told.getKeyStreamId())
                    .setState(State.FOREIGN)
                    .build();
        }
        if (told.getState() != State.NONE) {
            keep(blocks, with(blocks, stream, told));
        }
        return here;
    }

    /** The peer's LKMS has answered to what we told it of {@code stream}, unless ours or its end has changed since. */
    static void heard(BlockTable blocks, KeyStream stream, StreamEnd answer) {
        var kept = StreamTable.find(blocks, StreamTable.id(stream));
        if (kept.isEmpty() || !kept.get().getHere().equals(stream.getHere())) {
            return;
        }
        var now = kept.get().toBuilder().setTold(true).build();
        boolean isNews = now.getThere().equals(stream.getThere())
                || (answer.getState() == State.OPEN && now.getThere().getState() == State.NONE);
        keep(blocks, isNews ? with(blocks, now, answer) : now);
    }

    /** The other end has no such stream open any more: both are to tell each other anew. */
    static void lost(BlockTable blocks, KeyStream stream) {
        var kept = StreamTable.find(blocks, StreamTable.id(stream));
        if (kept.isPresent() && kept.get().getThere().equals(stream.getThere())) {
            StreamTable.save(
                    blocks,
                    kept.get().toBuilder()
                            .setThere(stream.getThere().toBuilder().setState(State.NONE))
                            .setTold(false)
                            .build());
        }
    }

    /** A stream that is closed at both ends is forgotten. */
    private static void keep(BlockTable blocks, KeyStream stream) {
        if (stream.getHere().getState() == State.CLOSED
                && stream.getTold()
                && stream.getThere().getState() != State.OPEN) {
            StreamTable.forget(blocks, stream);
        } else {
            StreamTable.save(blocks, stream);
        }
    }

    /** With the other end as it is now; one that has begun anew has none of the chunks of before. */
    private static KeyStream with(BlockTable blocks, KeyStream stream, StreamEnd there) {
        var next = stream.toBuilder().setThere(there);
        boolean isNew = there.getState() == State.OPEN
                && there.getIncarnation() != stream.getThere().getIncarnation();
        if (isNew && stream.getOwner()) {
            next.setRemotePosition(stream.getReady());
        } else if (isNew) {
            Chunks.burnAll(blocks, stream);
            next.setPosition(0).setReady(0).setRemotePosition(0).clearRefused();
        }
        return next.build();
    }

    /** Burns what waits here; the stream stays known until the other end has heard of it and closed too. */
    static KeyStream close(BlockTable blocks, KeyStream stream) {
        Chunks.burnAll(blocks, stream);
        var closed = stream.toBuilder()
                .setHere(stream.getHere().toBuilder().setState(State.CLOSED))
                .clearOffered()
                .setTold(false)
                .build();
        StreamTable.save(blocks, closed);
        return closed;
    }
}
