package org.qkdn.netconf.access;

import java.util.List;
import java.util.Optional;
import org.qkdn.netconf.data.NodeInstancePath;

/** Where a data node is, as access rules see it: choices, and lists apart from their entries, are no steps. */
record DataPath(Optional<DataPath> parent, String module, String name, Keys keys, int depth) {
    /** Values of an entry's leaves, its keys at least, by module and name; "." is the value of a leaf-list's entry. */
    @FunctionalInterface
    interface Keys {
        Keys NONE = (module, name) -> Optional.empty();

        Optional<String> value(String module, String name);
    }

    static DataPath top(String module, String name, Keys keys) {
        return new DataPath(Optional.empty(), module, name, keys, 1);
    }

    DataPath child(String childModule, String childName, Keys childKeys) {
        return new DataPath(Optional.of(this), childModule, childName, childKeys, depth + 1);
    }

    static DataPath under(Optional<DataPath> parent, String module, String name, Keys keys) {
        return parent.map(path -> path.child(module, name, keys)).orElseGet(() -> top(module, name, keys));
    }

    /** Whether this node, or one above it, is what the path names. */
    boolean isIn(NodeInstancePath path, String user) {
        final var steps = path.steps();
        if (steps.isEmpty()) {
            return true;
        }
        if (depth > steps.size()) {
            return parent.orElseThrow().isIn(path, user);
        }
        return depth == steps.size() && isAt(steps, user);
    }

    private boolean isAt(List<NodeInstancePath.Step> steps, String user) {
        return isMet(steps.get(depth - 1), user)
                && parent.map(above -> above.isAt(steps, user)).orElse(true);
    }

    private boolean isMet(NodeInstancePath.Step step, String user) {
        return step.name().equals(name)
                && step.module().equals(module)
                && step.predicates().stream().allMatch(predicate -> keys.value(predicate.module(), predicate.name())
                        .equals(Optional.of(predicate.value().orElse(user))));
    }
}
