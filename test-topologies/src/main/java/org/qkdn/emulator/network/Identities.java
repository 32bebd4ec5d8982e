package org.qkdn.emulator.network;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.topology.Topology;

/** Everybody in a network who needs a certificate or an SSH key. */
public final class Identities {
    /** The controller's name: common name, SSH user and name of its SSH key. */
    public static final String CONTROLLER = "controller";

    public static final String OPERATOR = "operator";

    /** Of the members of a cluster of controllers, for each other. */
    public static final String MEMBER = "controller-member";

    /** SSH host key of the NETCONF server for management systems. */
    public static final String CONTROLLER_HOST = "controller-host";

    private Identities() {}

    public static Pki open(Path directory, Topology topology) throws IOException {
        var certificates = new ArrayList<>(List.of(CONTROLLER, OPERATOR));
        var ssh = new ArrayList<>(List.of(CONTROLLER, OPERATOR, CONTROLLER_HOST));
        for (var site : topology.sites()) {
            certificates.addAll(List.of("agent-" + site.name(), "lkms-" + site.name(), "fm-" + site.name()));
            certificates.addAll(site.saes());
            ssh.add(agentHost(site.name()));
        }
        topology.modules().forEach(module -> certificates.add(module.ref().commonName()));
        topology.switches().forEach(device -> ssh.add(switchHost(device.name())));
        return Pki.open(directory, certificates, ssh, Clock.systemUTC());
    }

    /** SSH host key of a node's agent. */
    public static String agentHost(String site) {
        return "agent-" + site + "-host";
    }

    /** SSH host key of a switch. */
    public static String switchHost(String switchName) {
        return switchName + "-host";
    }
}
