package org.qkdn.controller.core.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the operator registered.
 *
 * @param nodes that are registered and enabled
 * @param saes the node of each SAE
 * @param policy how to react to what happens to them
 * @param maintenance what is to be emptied, by the entry's name
 */
public record Inventory(
        Map<NodeName, Node> nodes, Map<SaeId, NodeName> saes, Policy policy, Map<String, Maintenance> maintenance) {
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
        maintenance = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(maintenance));
    }

    /** Nothing is in maintenance. */
    public Inventory(Map<NodeName, Node> nodes, Map<SaeId, NodeName> saes, Policy policy) {
        this(nodes, saes, policy, Map.of());
    }

    public Inventory with(Map<String, Maintenance> other) {
        return new Inventory(nodes, saes, policy, other);
    }
}
