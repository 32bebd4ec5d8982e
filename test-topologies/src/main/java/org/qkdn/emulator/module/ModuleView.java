package org.qkdn.emulator.module;

import java.util.Optional;
import org.qkdn.emulator.topology.ModulePlacement;

/** A module at one moment. */
record ModuleView(ModulePlacement placement, Optional<ChannelSetting> channel, boolean powered, boolean failed) {}
