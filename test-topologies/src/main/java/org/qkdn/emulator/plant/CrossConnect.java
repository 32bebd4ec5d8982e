package org.qkdn.emulator.plant;

/** Two ports of a switch that are connected; light passes both ways. */
public record CrossConnect(int ingress, int egress) {}
