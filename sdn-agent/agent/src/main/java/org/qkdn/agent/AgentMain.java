package org.qkdn.agent;

import org.qkdn.node.program.NodeProgram;

/** One node's SDN agent as a process of its own: {@code AgentMain agent.yaml}. */
public final class AgentMain {
    private static final NodeProgram PROGRAM = new NodeProgram(
            AgentMain.class,
            "qkdn-agent",
            "The SDN agent of a QKD node (ETSI GS QKD 015). docs/sdn-agent.md explains the file.",
            "");

    private AgentMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        PROGRAM.run(arguments, ConfigurationFile::read, SdnAgent::start);
    }
}
