package org.qkdn.emulator.topology;

import java.util.List;

/**
 * Which transmitter should meet which receiver, over which spans (in the light's direction), at which wavelength.
 *
 * @param initial whether the network starts with it
 */
public record Pairing(
        ModuleRef transmitter, ModuleRef receiver, Wavelength wavelength, List<String> over, boolean initial) {
    public Pairing {
        over = List.copyOf(over);
    }
}
