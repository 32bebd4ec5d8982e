package org.qkdn.netconf;

import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.qkdn.netconf.data.TreeDiff;

/**
 * One checked change of the configuration.
 *
 * @param before the whole configuration as it stood
 * @param after the whole configuration as it shall stand; valid against the model
 * @param candidate what differs, for those who look at parts only
 * @param user who asked: an SSH user name, or a component's own name
 */
public record ConfigChange(ContainerNode before, ContainerNode after, DataTreeCandidate candidate, String user) {

    /** Receives the fewest writes that turn {@code before} into {@code after}, for instance into a DOM transaction. */
    public interface Sink {
        void put(YangInstanceIdentifier path, NormalizedNode data);

        void delete(YangInstanceIdentifier path);
    }

    public boolean isEmpty() {
        return before.equals(after);
    }

    public void replay(Sink sink) {
        TreeDiff.replay(before, after, sink);
    }
}
