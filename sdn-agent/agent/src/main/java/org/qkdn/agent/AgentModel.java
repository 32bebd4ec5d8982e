package org.qkdn.agent;

import java.util.stream.Stream;
import org.qkdn.agent.yang.Etsi015;
import org.qkdn.netconf.YangModel;

/** The YANG modules every agent serves. */
public final class AgentModel {
    private AgentModel() {}

    /** Costly to make: one for all agents of a JVM. */
    public static YangModel load() {
        return YangModel.ofClasspath(
                Stream.concat(Etsi015.MODULES.stream(), Stream.of("ietf-restconf-monitoring@2017-01-26"))
                        .toArray(String[]::new));
    }
}
