package org.qkdn.datastore.mend;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.opendaylight.controller.cluster.raft.persisted.Snapshot.State;
import org.opendaylight.controller.cluster.raft.spi.StateSnapshot;

/** The whole state of a {@link Replica}, in order. */
record Words(List<String> texts) implements State {
    static final StateSnapshot.Support<Words> SUPPORT = new StateSnapshot.Support<>() {
        @Override
        public Class<Words> snapshotType() {
            return Words.class;
        }

        @Override
        public Reader<Words> reader() {
            return in -> {
                try (var objects = new ObjectInputStream(in)) {
                    return new Words(List.of((String[]) objects.readObject()));
                } catch (ClassNotFoundException e) {
                    throw new IOException(e);
                }
            };
        }

        @Override
        public Writer<Words> writer() {
            return (snapshot, out) -> {
                try (var objects = new ObjectOutputStream(out)) {
                    objects.writeObject(snapshot.texts().toArray(String[]::new));
                }
            };
        }
    };
}
