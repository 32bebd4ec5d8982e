package org.qkdn.lkms.api004.stream;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.ApplicationKeys.PiecesCut;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStream;

/** What all work on streams needs. */
record StreamDesk(
        KeyDatabase database,
        CurrentAssignment assignment,
        ApplicationKeys keys,
        StreamPeers peers,
        StreamLimits limits,
        InstantSource clock,
        Signals signals) {

    Instant now() {
        return clock.instant();
    }

    Optional<KeyStream> find(UUID id) {
        return database.call(blocks -> StreamTable.find(blocks, id));
    }

    /** The association the stream lives from; empty where the agent has taken it away. */
    Optional<Application> association(KeyStream stream) {
        return assignment
                .get()
                .between(stream.getHere().getSaeId(), stream.getHere().getPeerSaeId())
                .filter(application -> application.getRemoteNodeId().equals(stream.getRemoteNodeId()));
    }

    /** The bytes of a stream's next chunk. */
    PiecesCut cut(BlockTable blocks, KeyStream stream, byte[] purpose) {
        return assignment
                .get()
                .application(stream.getAppId())
                .map(application ->
                        keys.cutPieces(blocks, application, stream.getQos().getKeyChunkSize(), purpose))
                .orElseGet(PiecesCut.TooFew::new);
    }

    /** How long a chunk may wait: as agreed for the stream, and not longer than the association's keys may; 0: for ever. */
    long ttlSeconds(KeyStream stream) {
        long agreed = Integer.toUnsignedLong(stream.getQos().getTtlSeconds());
        long ordered = association(stream)
                .map(application -> Integer.toUnsignedLong(application.getTtlSeconds()))
                .orElse(0L);
        return agreed == 0 || ordered == 0 ? Math.max(agreed, ordered) : Math.min(agreed, ordered);
    }

    CompletableFuture<Void> nextChange(UUID stream) {
        return signals.next(stream);
    }
}
