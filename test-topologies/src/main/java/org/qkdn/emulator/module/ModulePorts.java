package org.qkdn.emulator.module;

/**
 * A module's ports on the loopback.
 *
 * @param grpc where it listens for its agent
 * @param keys where it listens as a KME, or pushes its keys to
 */
public record ModulePorts(int grpc, int keys) {}
