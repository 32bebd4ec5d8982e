package org.qkdn.controller.embedded.store;

import java.io.IOException;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTree;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.opendaylight.yangtools.yang.data.tree.api.DataValidationFailedException;

/** Fills an empty tree with what was committed before. */
record TreeReplay(DataTree tree) implements History.Replay {
    @Override
    public void load(byte[] state) throws IOException, DataValidationFailedException {
        var modification = tree.takeSnapshot().newModification();
        for (var child : ((ContainerNode) TreeCodec.decodeTree(state)).body()) {
            modification.write(YangInstanceIdentifier.of(child.name()), child);
        }
        apply(modification);
    }

    @Override
    public void change(byte[] change) throws IOException, DataValidationFailedException {
        var modification = tree.takeSnapshot().newModification();
        TreeCodec.decodeChange(change).applyTo(modification);
        apply(modification);
    }

    private void apply(DataTreeModification modification) throws DataValidationFailedException {
        modification.ready();
        tree.validate(modification);
        tree.commit(tree.prepare(modification));
    }
}
