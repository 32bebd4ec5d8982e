package org.qkdn.controller.southbound.etsi;

/** How much of a link a node's server can be told. */
public enum Dialect {
    FULL,

    /**
     * The server carries the published model unmended: its conditions on qkdl_type are never true, so it refuses the six
     * leaves phys_* and virt_* and with them the whole edit.
     */
    WITHOUT_CONDITIONAL_LEAVES
}
