package org.qkdn.emulator.topology;

/** Something in a topology file that no publication says. */
public record Assumption(int line, String reason) {}
