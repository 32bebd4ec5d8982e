package org.qkdn.lkms.api004.stream;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStream;

/** What all work on streams needs. */
record StreamDesk(
        KeyDatabase database,
        CurrentAssignment assignment,
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

    CompletableFuture<Void> nextChange(UUID stream) {
        return signals.next(stream);
    }
}
