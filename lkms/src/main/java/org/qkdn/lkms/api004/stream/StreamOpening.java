package org.qkdn.lkms.api004.stream;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.lkms.api004.stream.StreamPeers.Answer;
import org.qkdn.lkms.app.RequestedApplications;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStream;
import org.qkdn.node.v1.StreamEnd;
import org.qkdn.node.v1.StreamEnd.State;

/** The first half of OPEN_CONNECT: everything but waiting for the peer. */
final class StreamOpening {
    private static final UUID NONE = new UUID(0, 0);

    private final StreamDesk desk;
    private final String nodeId;
    private final RequestedApplications requested;
    private final SecureRandom random = new SecureRandom();

    StreamOpening(StreamDesk desk, String nodeId, RequestedApplications requested) {
        this.desk = desk;
        this.nodeId = nodeId;
        this.requested = requested;
    }

    /** Outcome. */
    sealed interface Begun {
        record Decided(OpenOutcome outcome) implements Begun {}

        /** This end is open, on disk; the other end is to be told. */
        record Here(KeyStream stream) implements Begun {}
    }

    Begun begin(String caller, OpenRequest request) {
        var id = request.keyStreamId();
        var qos = desk.limits().complete(request.qos());
        var pair = pair(caller, request);
        if (pair.isEmpty()) {
            return new Begun.Decided(new OpenOutcome.NotCaller(id, qos));
        }
        var association = association(caller, pair.get());
        if (association.isEmpty()) {
            var peer = pair.get().getLast();
            requested.add(caller, peer);
            return noConnection(
                    id, qos, "there are no keys for SAE " + peer + " yet; they were requested, retry later");
        }
        if (!desk.peers().areReachable(association.get().getRemoteNodeId())) {
            return noConnection(id, qos, "the LKMS of the other SAE's node is not known here");
        }
        var nearest = desk.limits().nearest(qos, association.get());
        if (!nearest.equals(qos)) {
            return new Begun.Decided(new OpenOutcome.Counter(id, nearest));
        }
        boolean isNew = id.equals(NONE);
        var fresh = fresh(isNew ? UUID.randomUUID() : id, association.get(), qos);
        // nobody else can know of an ID that was just drawn: there is no one to tell
        return isNew
                ? register(fresh.toBuilder().setTold(true).build())
                : join(fresh, request.qos().keyChunkSize() == 0);
    }

    private static Begun noConnection(UUID id, Qos qos, String reason) {
        return new Begun.Decided(new OpenOutcome.NoConnection(id, qos, reason));
    }

    /** The names the peer may have; Source and Destination may stand in either order. */
    private static Optional<List<String>> pair(String caller, OpenRequest request) {
        var source = SaeUri.names(request.source());
        var destination = SaeUri.names(request.destination());
        if (source.contains(caller)) {
            return Optional.of(destination).filter(names -> !names.isEmpty());
        }
        return Optional.of(source).filter(names -> destination.contains(caller) && !names.isEmpty());
    }

    private Optional<Application> association(String caller, List<String> peers) {
        return peers.stream()
                .flatMap(peer -> desk.assignment().get().between(caller, peer).stream())
                .filter(application -> !application.getRemoteNodeId().isEmpty())
                .findFirst();
    }

    private KeyStream fresh(UUID id, Application association, Qos qos) {
        var here = StreamEnd.newBuilder()
                .setKeyStreamId(id.toString())
                .setState(State.OPEN)
                .setSaeId(association.getLocalSaeId())
                .setPeerSaeId(association.getRemoteSaeId())
                .setIncarnation(random.nextLong())
                .setKeyChunkSize((int) qos.keyChunkSize());
        return KeyStream.newBuilder()
                .setHere(here)
                .setRemoteNodeId(association.getRemoteNodeId())
                .setAppId(association.getAppId())
                .setOwner(isOwner(id, association.getRemoteNodeId()))
                .setQos(qos.toProto())
                .setUsedAt(desk.now().getEpochSecond())
                .build();
    }

    /** Both ends know without asking who cuts, and many streams share the work. */
    private boolean isOwner(UUID id, String remoteNode) {
        boolean isSmaller = nodeId.compareTo(remoteNode) < 0;
        return isSmaller == ((id.getLeastSignificantBits() & 1) == 0);
    }

    /** The ID may be in use at the other end, by the right pair or another. */
    private Begun join(KeyStream fresh, boolean anyChunk) {
        var id = StreamTable.id(fresh);
        var qos = Qos.of(fresh.getQos());
        var question = fresh.getHere().toBuilder().setState(State.NONE).build();
        if (!(desk.peers().tell(fresh.getRemoteNodeId(), question) instanceof Answer.Said<StreamEnd>(var there))) {
            return register(fresh);
        }
        return switch (there.getState()) {
            case NONE, UNRECOGNIZED -> register(fresh);
            case CLOSED, FOREIGN -> new Begun.Decided(new OpenOutcome.InUse(id, qos));
            case OPEN -> {
                long chunk = Integer.toUnsignedLong(there.getKeyChunkSize());
                yield chunk == qos.keyChunkSize() || anyChunk
                        ? register(withChunk(fresh, qos.withKeyChunkSize(chunk)).toBuilder()
                                .setThere(there)
                                .build())
                        : new Begun.Decided(new OpenOutcome.Counter(id, qos.withKeyChunkSize(chunk)));
            }
        };
    }

    private static KeyStream withChunk(KeyStream fresh, Qos qos) {
        return fresh.toBuilder()
                .setQos(qos.toProto())
                .setHere(fresh.getHere().toBuilder().setKeyChunkSize((int) qos.keyChunkSize()))
                .build();
    }

    private Begun register(KeyStream fresh) {
        var id = StreamTable.id(fresh);
        var qos = Qos.of(fresh.getQos());
        var opened = desk.database()
                .call(blocks -> StreamEnds.open(blocks, fresh, desk.limits().mostStreams()));
        return switch (opened) {
            case StreamEnds.Opened.Here here -> new Begun.Here(here.stream());
            case StreamEnds.Opened.InUse used -> new Begun.Decided(new OpenOutcome.InUse(id, qos));
            case StreamEnds.Opened.OtherChunks other ->
                new Begun.Decided(new OpenOutcome.Counter(id, qos.withKeyChunkSize(other.keyChunkSize())));
            case StreamEnds.Opened.TooMany many ->
                noConnection(id, qos, "this LKMS has as many key streams as it may: close some");
        };
    }
}
