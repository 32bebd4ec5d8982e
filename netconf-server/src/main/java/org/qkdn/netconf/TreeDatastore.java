package org.qkdn.netconf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;

/** Configuration in memory and in one XML file, replaced atomically and synced before a commit returns. */
@SuppressWarnings("DoNotCallSuggester") // first cut of the interface
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

    private TreeDatastore() {}

    public static Builder builder(YangModel model) {
        return new Builder(model);
    }

    @Override
    public ContainerNode running() {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public ContainerNode operational() throws NetconfError {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public void commit(Edit edit) throws NetconfError {
        throw new UnsupportedOperationException("under construction");
    }

    @Override
    public void validate(Edit edit) throws NetconfError {
        throw new UnsupportedOperationException("under construction");
    }

    /** A change by the component itself rather than a NETCONF client, under the same checks and hooks. */
    public void write(String who, Consumer<DataTreeModification> edit) throws NetconfError {
        throw new UnsupportedOperationException("under construction");
    }

    @SuppressWarnings({"DoNotCallSuggester", "ObjectToString"})
    public static final class Builder {
        private final YangModel model;
        private final List<CommitHook> hooks = new ArrayList<>();
        private Optional<Path> file = Optional.empty();
        private Optional<ContainerNode> initial = Optional.empty();
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
            initial = Optional.of(root);
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
            throw new UnsupportedOperationException("under construction " + model + file + initial + state);
        }
    }
}
