package org.qkdn.agent.report;

/** ETSI GS QKD 015 link-status-types. */
public enum LinkStatus {
    /** Key is made. */
    ACTIVE,
    /** No key is made, some is stored. */
    PASSIVE,
    /** Shall make key, does not yet, and none is stored. */
    PENDING,
    /** Shall not make key, and none is stored. */
    OFF
}
