package org.qkdn.emulator.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Everything a foreign client needs to talk to a running network: {@code state/endpoints.json}. All paths are absolute.
 */
public record Endpoints(
        String topology, String ca, Controller controller, List<Node> nodes, List<Switch> switches, String emulator) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The controller; {@code operator} holds the certificate for RESTCONF. */
    public record Controller(String commonName, String restconf, Netconf netconf, Certificate operator) {}

    /** A NETCONF server over SSH and how to log in; {@code hostKey} is its key's OpenSSH fingerprint. */
    public record Netconf(String host, int port, String user, String privateKey, String hostKey) {}

    /** PEM files. */
    public record Certificate(String certificate, String key) {}

    /** A QKD node; {@code etsi014} is the base of its key delivery API, served under {@code kmeCommonName}. */
    public record Node(
            String name,
            String qkdnId,
            String domain,
            Netconf agent,
            String etsi014,
            String kmeId,
            String kmeCommonName,
            List<Sae> saes) {}

    /** An SAE of a node. */
    public record Sae(String saeId, String certificate, String key) {}

    /** An optical switch. */
    public record Switch(String name, Netconf netconf) {}

    public Node node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + name + " in the network"));
    }

    public static Endpoints read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Endpoints.class);
    }

    /** Readers never see half a file. */
    public void write(Path file) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        JSON.writeValue(temporary.toFile(), this);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
