package org.qkdn.controller.core.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the operator registered.
 *
 * @param nodes domain of each registered and enabled node ("" where none is given)
 * @param saes the node of each SAE
 * @param policy how to react to what happens to them
 */
public record Inventory(Map<NodeName, String> nodes, Map<SaeId, NodeName> saes, Policy policy) {
    public static final Inventory EMPTY = new Inventory(Map.of(), Map.of(), Policy.DEFAULT);

    public Inventory {
        nodes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        saes = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(saes));
    }
}
