package org.qkdn.emulator.plant;

import org.qkdn.emulator.topology.ModuleRef;

/** Where the light of a transmitter ends. */
public sealed interface Light {
    record Arrives(ModuleRef receiver, OpticalPath path) implements Light {}

    /** Nowhere; the reason is for an operator. */
    record Dark(String reason) implements Light {}
}
