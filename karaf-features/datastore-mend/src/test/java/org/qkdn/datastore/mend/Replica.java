package org.qkdn.datastore.mend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.ActorRef;
import org.opendaylight.controller.cluster.raft.ConfigParams;
import org.opendaylight.controller.cluster.raft.RaftActor;
import org.opendaylight.controller.cluster.raft.RaftActorRecoveryCohort;
import org.opendaylight.controller.cluster.raft.RaftActorSnapshotCohort;
import org.opendaylight.controller.cluster.raft.persisted.Snapshot;
import org.opendaylight.controller.cluster.raft.spi.StateCommand;
import org.opendaylight.controller.cluster.raft.spi.StateSnapshot;
import org.opendaylight.raft.spi.RestrictedObjectStreams;
import org.opendaylight.yangtools.concepts.Identifier;

/** OpenDaylight's own RaftActor, as its datastore has one for each shard; the state is a list of words. */
public final class Replica extends RaftActor implements RaftActorRecoveryCohort, RaftActorSnapshotCohort<Words> {
    /** Asks for {@link #words}. */
    record Tell(CompletableFuture<List<String>> answer) {}

    private record Id(String id) implements Identifier {
        private static final long serialVersionUID = 1L;
    }

    private final List<String> words = new ArrayList<>();
    private final CompletableFuture<List<String>> recovered;

    /** @param recovered completes with what was read from disk, or with what kept it from being read */
    public Replica(
            Path folder,
            String name,
            Map<String, String> peers,
            ConfigParams settings,
            CompletableFuture<List<String>> recovered) {
        super(
                folder,
                name,
                peers,
                Optional.of(settings),
                (short) 5,
                RestrictedObjectStreams.ofClassLoaders(Replica.class, RaftActor.class, String.class));
        this.recovered = recovered;
        setPersistence(true);
    }

    @Override
    public void preStart() throws Exception {
        try {
            super.preStart();
        } catch (Exception e) {
            recovered.completeExceptionally(e);
            throw e;
        }
        recovered.complete(List.copyOf(words));
    }

    @Override
    protected void handleNonRaftCommand(Object message) {
        switch (message) {
            case String word -> submitCommand(new Id(word), new Word(word), false);
            case Tell tell -> tell.answer().complete(List.copyOf(words));
            default -> super.handleNonRaftCommand(message);
        }
    }

    @Override
    protected void applyCommand(Identifier identifier, StateCommand command) {
        appendRecoveredCommand(command);
    }

    @Override
    protected RaftActorRecoveryCohort getRaftActorRecoveryCohort() {
        return this;
    }

    @Override
    protected RaftActorSnapshotCohort<?> getRaftActorSnapshotCohort() {
        return this;
    }

    @Override
    protected Snapshot getRestoreFromSnapshot() {
        return null;
    }

    @Override
    protected void onRecoveryComplete() {
        // told by preStart
    }

    @Override
    protected void onStateChanged() {
        // asked for where it matters
    }

    @Override
    protected ActorRef roleChangeNotifier() {
        return null;
    }

    @Override
    public void startLogRecoveryBatch(int maxBatchSize) {
        // each is applied at once
    }

    @Override
    public void appendRecoveredCommand(StateCommand command) {
        words.add(((Word) command).text());
    }

    @Override
    public void applyRecoveredSnapshot(StateSnapshot snapshot) {
        words.clear();
        words.addAll(((Words) snapshot).texts());
    }

    @Override
    public void applyCurrentLogRecoveryBatch() {
        // each was applied at once
    }

    @Override
    public Words takeSnapshot() {
        return new Words(List.copyOf(words));
    }

    @Override
    public void applySnapshot(Words snapshot) {
        applyRecoveredSnapshot(snapshot);
    }

    @Override
    public StateSnapshot.Support<Words> support() {
        return Words.SUPPORT;
    }
}
