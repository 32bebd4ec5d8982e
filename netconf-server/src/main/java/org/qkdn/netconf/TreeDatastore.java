package org.qkdn.netconf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.qkdn.netconf.data.ConfigFile;
import org.qkdn.netconf.data.ConfigTree;
import org.qkdn.netconf.data.StateMerge;

/** Configuration in memory and in one XML file, replaced atomically and synced before a commit returns. */
public final class TreeDatastore implements NetconfDatastore {
    /** Takes part in each commit. Called under the datastore's lock, in the order given. */
    public interface CommitHook {
        /** Throw to refuse. */
        void validate(ConfigChange change) throws NetconfError;

        /** The change is durable and visible. */
        default void committed(ConfigChange change) {}
    }

    /** Live state. Top-level nodes (config false below, with the keys of their lists), merged over the configuration. */
    @FunctionalInterface
    public interface StateSource {
        List<? extends DataContainerChild> state() throws NetconfError;
    }

    private final YangModel model;
    private final ConfigTree tree;
    private final List<CommitHook> hooks;
    private final Optional<ConfigFile> file;
    private final StateSource state;
    private volatile ContainerNode running;

    private TreeDatastore(Builder builder, ContainerNode running) {
        model = builder.model;
        tree = new ConfigTree(model);
        hooks = List.copyOf(builder.hooks);
        file = builder.configFile();
        state = builder.state;
        this.running = running;
    }

    public static Builder builder(YangModel model) {
        return new Builder(model);
    }

    @Override
    public ContainerNode running() {
        return running;
    }

    @Override
    public ContainerNode operational() throws NetconfError {
        return StateMerge.merge(model, running, state.state());
    }

    @Override
    public synchronized void commit(Edit edit) throws NetconfError {
        final var change = checked(edit);
        if (change.isEmpty()) {
            return;
        }
        if (file.isPresent()) {
            try {
                file.orElseThrow().write(change.after());
            } catch (IOException e) {
                throw NetconfError.application(ErrorTag.RESOURCE_DENIED, "the configuration cannot be stored: " + e);
            }
        }
        running = change.after();
        hooks.forEach(hook -> hook.committed(change));
    }

    @Override
    public synchronized void validate(Edit edit) throws NetconfError {
        checked(edit);
    }

    /** A change by the component itself rather than a NETCONF client, under the same checks and hooks. */
    public void write(String who, Consumer<DataTreeModification> edit) throws NetconfError {
        commit(before -> tree.change(before, who, edit::accept));
    }

    private ConfigChange checked(Edit edit) throws NetconfError {
        final var change = edit.apply(running);
        for (var hook : hooks) {
            hook.validate(change);
        }
        return change;
    }

    public static final class Builder {
        private final YangModel model;
        private final List<CommitHook> hooks = new ArrayList<>();
        private Optional<Path> file = Optional.empty();
        private ContainerNode initial = ConfigTree.EMPTY;
        private StateSource state = List::of;

        private Builder(YangModel model) {
            this.model = model;
        }

        /** Where the configuration lives: {@code <config>} with XML as NETCONF carries it. Without it nothing lasts. */
        public Builder file(Path path) {
            file = Optional.of(path);
            return this;
        }

        /** Configuration to start with when the file is not there yet. */
        public Builder initial(ContainerNode root) {
            initial = root;
            return this;
        }

        public Builder hook(CommitHook hook) {
            hooks.add(hook);
            return this;
        }

        public Builder state(StateSource source) {
            state = source;
            return this;
        }

        /**
         * Reads the file.
         *
         * @throws IOException when it is unreadable or invalid; the message names file and remedy
         */
        public TreeDatastore build() throws IOException {
            final var stored = configFile();
            final var found = stored.isPresent() ? stored.orElseThrow().read() : Optional.<ContainerNode>empty();
            return new TreeDatastore(this, found.orElse(initial));
        }

        private Optional<ConfigFile> configFile() {
            return file.map(path -> new ConfigFile(path, model));
        }
    }
}
