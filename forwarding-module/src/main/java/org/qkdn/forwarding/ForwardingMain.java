package org.qkdn.forwarding;

import org.qkdn.node.program.NodeProgram;

/** The forwarding module as a process of its own: {@code ForwardingMain forwarding.yaml}. */
public final class ForwardingMain {
    private static final NodeProgram PROGRAM = new NodeProgram(
            ForwardingMain.class,
            "qkdn-forwarding",
            "The forwarding module of a QKD node: relays keys under one-time pads. docs/relay-protocol.md explains the file.",
            "");

    private ForwardingMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        PROGRAM.run(arguments, ForwardingConfiguration::load, ForwardingModule::start);
    }
}
