package org.qkdn.controller.core.model;

import java.util.Comparator;

/** A QKD module: its node and its qkdi_id there (ETSI GS QKD 015). */
public record ModuleId(NodeName node, long interfaceId) implements Comparable<ModuleId> {
    private static final Comparator<ModuleId> ORDER =
            Comparator.comparing(ModuleId::node).thenComparingLong(ModuleId::interfaceId);

    @Override
    public int compareTo(ModuleId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return node + "/" + interfaceId;
    }
}
