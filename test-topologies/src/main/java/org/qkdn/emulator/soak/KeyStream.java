package org.qkdn.emulator.soak;

/** Keys from a master SAE to a slave SAE. */
record KeyStream(Association.End master, Association.End slave, String applicationId) {
    @Override
    public String toString() {
        return master.sae() + " -> " + slave.sae();
    }
}
