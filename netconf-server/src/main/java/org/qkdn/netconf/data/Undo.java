package org.qkdn.netconf.data;

import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfError;

/** The way back from a change: what it changed becomes as it was, what others have written meanwhile stays. */
public record Undo(ContainerNode before, ContainerNode after) {
    public static Undo of(ConfigChange change) {
        return new Undo(change.before(), change.after());
    }

    /** The way back from both; what others have written between the two stays as well. */
    public Undo and(ConfigChange later, ConfigTree tree) throws NetconfError {
        return new Undo(tree.edit(later.before(), edit()), later.after());
    }

    public ConfigTree.Edit edit() {
        return ConfigTree.replacing(after, before);
    }
}
