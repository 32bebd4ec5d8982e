package org.qkdn.agent.desired;

/** What a QKD module can do, or does on one quantum channel (ETSI GS QKD 015 qkd-role-types). */
public enum Role {
    TRANSMITTER,
    RECEIVER,
    TRANSCEIVER;

    /** Whether a module of this role can take the other one on a channel. */
    public boolean canAct(Role asked) {
        return this == TRANSCEIVER || this == asked;
    }
}
