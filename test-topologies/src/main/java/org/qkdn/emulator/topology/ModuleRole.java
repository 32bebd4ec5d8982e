package org.qkdn.emulator.topology;

/** Roles of ETSI GS QKD 015 that a module can have. */
public enum ModuleRole {
    TRANSMITTER,
    RECEIVER,
    TRANSCEIVER;

    /** Whether a module of this role can work as the other on a quantum channel. */
    public boolean canBe(ModuleRole onChannel) {
        return this == TRANSCEIVER || this == onChannel;
    }
}
