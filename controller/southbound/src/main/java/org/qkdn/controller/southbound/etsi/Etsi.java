package org.qkdn.controller.southbound.etsi;

import java.util.UUID;

/** Names of the YANG modules of ETSI GS QKD 015 V2.1.1. */
public final class Etsi {
    public static final String NODE = "urn:etsi:qkd:yang:etsi-qkd-node";
    public static final String TYPES = "urn:etsi:qkd:yang:etsi-qkd-node-types";
    /** Our own module qkdn-node-extension. */
    public static final String EXTENSION = "urn:qkdn:yang:node-extension";

    public static final String ROOT = "qkd_node";

    /** Stands for an identity that a node should have reported and did not. */
    public static final UUID UNKNOWN = new UUID(0, 0);

    /** Stands for a module that a node should have reported and did not. */
    public static final long UNKNOWN_INTERFACE = -1;

    /** Rates are uint32 there: 4.29 Gbit/s at most. */
    static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private Etsi() {}
}
