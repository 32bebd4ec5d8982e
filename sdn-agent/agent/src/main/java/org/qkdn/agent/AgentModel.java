package org.qkdn.agent;

import org.qkdn.agent.yang.Etsi015;
import org.qkdn.netconf.YangModel;

/** The YANG modules every agent serves. */
public final class AgentModel {
    private AgentModel() {}

    /** Costly to make: one for all agents of a JVM. */
    public static YangModel load() {
        return YangModel.ofClasspath(Etsi015.MODULES.toArray(String[]::new));
    }
}
