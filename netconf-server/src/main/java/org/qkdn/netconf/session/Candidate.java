package org.qkdn.netconf.session;

import java.util.Optional;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.ConfigTree;

/**
 * The one candidate of a server (RFC 6241 8.3): the difference its editors have made, over running. What somebody else
 * writes to running meanwhile is therefore kept when the candidate is committed.
 */
final class Candidate {
    private record Draft(ContainerNode base, ContainerNode content, long editor) {}

    private final NetconfDatastore datastore;
    private final ConfigTree tree;
    private Optional<Draft> draft = Optional.empty();

    Candidate(NetconfDatastore datastore, ConfigTree tree) {
        this.datastore = datastore;
        this.tree = tree;
    }

    synchronized ContainerNode content() throws NetconfError {
        return over(datastore.running());
    }

    /** May it be changed from the one to the other? Throw to refuse. */
    @FunctionalInterface
    interface Permission {
        void require(ContainerNode before, ContainerNode after) throws NetconfError;
    }

    synchronized void edit(ConfigTree.Edit edit, long editor, Permission permission) throws NetconfError {
        final var running = datastore.running();
        final var before = over(running);
        final var after = tree.edit(before, edit);
        permission.require(before, after);
        draft = Optional.of(new Draft(running, after, editor));
    }

    synchronized void discard() {
        draft = Optional.empty();
    }

    /** The session that left changes in it. */
    synchronized Optional<Long> editor() {
        return draft.map(Draft::editor);
    }

    synchronized void validate(String user) throws NetconfError {
        datastore.validate(before -> tree.change(before, user, ConfigTree.replacing(before, over(before))));
    }

    /** Running becomes what the candidate is; {@code gate} sees the difference first. */
    synchronized void commit(String user, ChangeGate gate) throws NetconfError {
        datastore.commit(before -> {
            final var change = tree.change(before, user, ConfigTree.replacing(before, over(before)));
            gate.pass(change);
            return change;
        });
        draft = Optional.empty();
    }

    private ContainerNode over(ContainerNode running) throws NetconfError {
        if (draft.isEmpty()) {
            return running;
        }
        final var changed = draft.orElseThrow();
        return changed.base().equals(running)
                ? changed.content()
                : tree.edit(running, ConfigTree.replacing(changed.base(), changed.content()));
    }
}
