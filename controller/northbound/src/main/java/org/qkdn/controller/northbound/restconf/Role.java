package org.qkdn.controller.northbound.restconf;

/** What the bearer of a certificate may do over RESTCONF. */
public enum Role {
    /** Reads, and follows event streams. */
    VIEWER,
    /** Reads, writes and invokes operations. */
    OPERATOR
}
