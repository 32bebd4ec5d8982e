package org.qkdn.emulator.topology;

/** A key service between two SAEs that the network starts with. */
public record WantedService(String name, String source, String destination) {}
