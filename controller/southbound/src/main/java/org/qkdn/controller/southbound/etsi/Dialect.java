package org.qkdn.controller.southbound.etsi;

/** How much a node's server can be told, from most to least. */
public enum Dialect {
    FULL,

    /**
     * The server carries the published model unmended: its conditions on qkdl_type are never true, so it refuses the six
     * leaves phys_* and virt_* and with them the whole edit.
     */
    WITHOUT_CONDITIONAL_LEAVES,

    /**
     * The server only imports the module of types, so that it knows none of its identities: no type and no role can be
     * told, and the six leaves with conditions on the type cannot either.
     */
    WITHOUT_IDENTITIES;

    boolean hasConditionalLeaves() {
        return this == FULL;
    }

    boolean hasIdentities() {
        return this != WITHOUT_IDENTITIES;
    }
}
