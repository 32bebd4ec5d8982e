package org.qkdn.emulator.module;

import java.util.Optional;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.Wavelength;

/**
 * The quantum channel a module was told to work on.
 *
 * @param peerName the peer as the agent named it
 * @param peer empty if nobody of that name is in this network
 */
record ChannelSetting(
        String linkId,
        boolean enabled,
        String peerName,
        Optional<ModuleRef> peer,
        Wavelength wavelength,
        ModuleRole role) {}
