package org.qkdn.controller.core.model;

/** What a QKD module can be on a quantum channel (ETSI GS QKD 015 qkd-role-types). */
public enum Role {
    TRANSMITTER,
    RECEIVER,
    TRANSCEIVER
}
