package org.qkdn.emulator.topology;

/** How a product hands its keys to the LKMS of its node. */
public enum KeyDeliveryForm {
    /** It is a KME of ETSI GS QKD 014, and the LKMS its client. */
    ETSI014,
    /** It connects to the LKMS and pushes its keys. */
    PUSH
}
