package org.qkdn.emulator.run;

import java.io.PrintStream;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.topology.Topology;

/** What a newcomer sees once the network is ready: where everything is, and what to try. */
record Welcome(Endpoints endpoints, Topology topology, StateDirectory state) {
    void print(PrintStream out) {
        out.println();
        out.printf("%-12s %-22s %-38s %s%n", "node", "agent (NETCONF)", "keys (ETSI GS QKD 014)", "SAEs");
        for (var node : endpoints.nodes()) {
            out.printf(
                    "%-12s %-22s %-38s %s%n",
                    node.name(),
                    node.agent().host() + ":" + node.agent().port(),
                    node.etsi014(),
                    String.join(
                            ", ", node.saes().stream().map(Endpoints.Sae::id).toList()));
        }
        var netconf = endpoints.controller().netconf();
        out.printf(
                "%-12s RESTCONF %s, NETCONF %s:%d%n",
                "controller", endpoints.controller().restconf(), netconf.host(), netconf.port());
        out.println("all of it, with certificates: " + state.root().resolve("endpoints.json"));
        out.println();
        out.println("try, in another terminal:");
        var operator = curl(
                endpoints.controller().certificate(), endpoints.controller().key());
        out.println(
                "  " + operator + " " + endpoints.controller().restconf() + "/data/ietf-network:networks/network=qkdn");
        topology.services().stream()
                .findFirst()
                .ifPresent(service -> keys(out, service.source(), service.destination()));
        out.println();
    }

    private void keys(PrintStream out, String master, String slave) {
        out.println("  " + sae(master, "/" + slave + "/enc_keys"));
        out.println("  " + sae(slave, "/" + master + "/dec_keys?key_ID=KEY_ID_OF_THE_ANSWER_BEFORE"));
    }

    private String sae(String id, String path) {
        for (var node : endpoints.nodes()) {
            for (var sae : node.saes()) {
                if (sae.id().equals(id)) {
                    return curl(sae.certificate(), sae.key()) + " '" + node.etsi014() + path + "'";
                }
            }
        }
        throw new IllegalArgumentException("no SAE " + id + " in the network");
    }

    private String curl(String certificate, String key) {
        return "curl --cacert " + endpoints.ca() + " --cert " + certificate + " --key " + key;
    }
}
