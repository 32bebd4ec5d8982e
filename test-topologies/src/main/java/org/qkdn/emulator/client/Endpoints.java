package org.qkdn.emulator.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything a foreign client needs to talk to a running network: {@code state/endpoints.json}. All paths are absolute.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Endpoints(String topology, String ca, Controller controller, List<Node> nodes, List<Switch> switches) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The controller, with the operator's certificate and key for RESTCONF. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Controller(String commonName, String restconf, String certificate, String key, Netconf netconf) {}

    /** A NETCONF server over SSH and how to log in; {@code hostKey} is its key's OpenSSH fingerprint. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Netconf(String host, int port, String user, String key, String hostKey) {}

    /**
     * A QKD node; {@code etsi014} is the base of its key delivery API, served under {@code kmeCommonName};
     * {@code agentRestconf} is the root of the agent's RESTCONF API, {@code lkmsMetrics} where its LKMS tells its metrics.
     * The file tells of more ports, which nobody needs here.
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Node(
            String name,
            String qkdnId,
            Netconf agent,
            String etsi014,
            String kmeId,
            String kmeCommonName,
            List<Sae> saes,
            String agentRestconf,
            String lkmsMetrics) {}

    /** An SAE of a node. */
    public record Sae(String id, String certificate, String key) {}

    /** An optical switch. */
    public record Switch(String name, String site, Netconf netconf) {}

    /** The same with another controller, of the same names and certificates. */
    public Endpoints withRestconf(String url) {
        return new Endpoints(
                topology,
                ca,
                new Controller(
                        controller.commonName(), url, controller.certificate(), controller.key(), controller.netconf()),
                nodes,
                switches);
    }

    public Node node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + name + " in the network"));
    }

    public static Endpoints read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Endpoints.class);
    }
}
