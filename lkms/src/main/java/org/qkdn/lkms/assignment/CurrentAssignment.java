package org.qkdn.lkms.assignment;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Level;
import org.qkdn.lkms.store.StateException;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The assignment in force; durable, so that keys flow on while agent and controller are away. */
public final class CurrentAssignment {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentAssignment.class);
    private static final String SETTING = "assignment";

    private final KeyDatabase database;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Assignment current;

    private CurrentAssignment(KeyDatabase database, Assignment current) {
        this.database = database;
        this.current = current;
    }

    public static CurrentAssignment load(KeyDatabase database) throws StateException {
        var stored = database.call(blocks -> blocks.setting(SETTING));
        if (stored.isEmpty()) {
            return new CurrentAssignment(database, Assignment.EMPTY);
        }
        try {
            return new CurrentAssignment(database, Assignment.of(KeyStoreConfiguration.parseFrom(stored.get())));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new StateException(
                    "the key store holds an assignment that cannot be read: move the state directory's files away and start"
                            + " again",
                    e);
        }
    }

    public Assignment get() {
        return current;
    }

    /** Calls back after each change. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Makes it durable, burns the stores it does not name, and tells the listeners. */
    public synchronized void replace(Assignment next) {
        if (next.configuration().equals(current.configuration())) {
            return;
        }
        var kept = next.storesKeptFrom(current);
        database.call(blocks -> {
            blocks.set(SETTING, next.configuration().toByteArray());
            var levels = blocks.levels(1, 1);
            blocks.retain(kept);
            for (var store : next.stores()) {
                var level = levels.getOrDefault(store, Level.EMPTY);
                if (!kept.contains(store)) {
                    blocks.addLost(store, Account.Cause.REASSIGNED, 8 * (level.ownBytes() + level.peerBytes()));
                }
            }
            return true;
        });
        current = next;
        LOG.info(
                "{} links and {} applications assigned",
                next.links().size(),
                next.applications().size());
        listeners.forEach(Runnable::run);
    }
}
