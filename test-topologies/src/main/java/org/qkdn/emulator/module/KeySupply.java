package org.qkdn.emulator.module;

import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;

/** A module's end of the keys it shares with its peer. */
record KeySupply(ModuleRef peer, ModuleRole end, SharedKeys keys) {}
