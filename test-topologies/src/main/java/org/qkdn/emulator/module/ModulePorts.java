package org.qkdn.emulator.module;

/** Where a module listens on the loopback. */
public record ModulePorts(int grpc, int kme) {}
