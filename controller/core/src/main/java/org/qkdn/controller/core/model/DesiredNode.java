package org.qkdn.controller.core.model;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one node should hold: every link and application the controller wants there. What a node holds beyond it is to
 * be deleted.
 */
public record DesiredNode(
        SortedMap<KeyAssociationLinkId, DesiredLink> links, SortedMap<ApplicationId, DesiredApplication> applications) {
    public static final DesiredNode EMPTY = new DesiredNode(new TreeMap<>(), new TreeMap<>());

    public DesiredNode {
        links = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(links));
        applications = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(applications));
    }
}
