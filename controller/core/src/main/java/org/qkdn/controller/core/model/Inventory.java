package org.qkdn.controller.core.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the operator registered.
 *
 * @param nodes that are registered and enabled
 * @param saes the node of each SAE
 * @param policy how to react to what happens to them
 */
public record Inventory(Map<NodeName, Node> nodes, Map<SaeId, NodeName> saes, Policy policy) {
    public static final Inventory EMPTY = new Inventory(Map.of(), Map.of(), Policy.DEFAULT);

    /**
     * What the operator tells of a node.
     *
     * @param domain "" where none is given
     * @param trustClass 0 to 7; 7 is trusted most
     */
    public record Node(String domain, int trustClass) {}

    public Inventory {
        nodes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        saes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(saes));
    }
}
