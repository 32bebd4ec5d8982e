package org.qkdn.controller.core.model;

/**
 * What makes one relay path better than another. Each is a strict order: two paths that are equal by it are told apart by
 * the names of their nodes, then by capacity and ID of their links, so that the same network always gives the same path.
 */
public enum Objective {
    /** Fewest relay nodes, then the widest bottleneck. */
    FEWEST_TRUSTED_NODES,
    /** Largest rate left on the narrowest link, then fewest relay nodes. */
    WIDEST,
    /** Most key stored on the link that has least, then fewest relay nodes. */
    MOST_STORED_KEY,
    /** Smallest share of rate reserved on the link of which most is, then fewest relay nodes. */
    LEAST_LOADED;

    /** Whether the number of hops decides before the worst link does. */
    public boolean countsHopsFirst() {
        return this == FEWEST_TRUSTED_NODES;
    }
}
