package org.qkdn.emulator.module;

import org.qkdn.emulator.topology.MeasuredRate;

/** What a module says of itself; the reason is empty while it makes key. */
record ModuleReport(boolean failed, String linkId, boolean generating, MeasuredRate rate, String reason) {}
