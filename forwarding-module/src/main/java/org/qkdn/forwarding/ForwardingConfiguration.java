package org.qkdn.forwarding;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.qkdn.forwarding.transport.Neighbour;
import org.qkdn.node.tls.TlsFiles;

/**
 * {@code forwarding.yaml}.
 *
 * @param relay where this module listens for its neighbours
 * @param grpc where it serves its agent and its LKMS
 * @param lkms where it finds its LKMS
 * @param neighbours the only nodes it will ever relay with, whatever the controller says
 * @param policy limits that no controller can widen
 * @param metrics where monitoring may read; not at all unless given
 * @param relayTimeout after which a relay from here has failed; 10 s unless given
 */
public record ForwardingConfiguration(
        Node node,
        Endpoint relay,
        Endpoint grpc,
        Endpoint lkms,
        TlsFiles tls,
        Path stateDirectory,
        List<Neighbour> neighbours,
        Duration relayTimeout,
        LocalPolicy policy,
        Optional<Metrics> metrics) {
    public static final Duration DEFAULT_RELAY_TIMEOUT = Duration.ofSeconds(10);

    /** The node this module belongs to: its site name and its qkdn_id. */
    public record Node(String name, UUID id) {
        public Node {
            require(name, "node.name");
            require(id, "node.id");
        }
    }

    public record Endpoint(String host, int port) {
        public Endpoint {
            require(host, "host");
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port is not in 1..65535: " + port);
            }
        }
    }

    /**
     * Where monitoring reads.
     *
     * @param readers common names of the certificates that may read
     */
    public record Metrics(String host, int port, Set<String> readers) {
        public Metrics {
            require(host, "metrics.host");
            require(readers, "metrics.readers");
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port is not in 1..65535: " + port);
            }
            readers = Set.copyOf(readers);
        }
    }

    public ForwardingConfiguration {
        require(node, "node");
        require(relay, "relay");
        require(grpc, "grpc");
        require(lkms, "lkms");
        require(tls, "tls");
        require(stateDirectory, "stateDirectory");
        require(neighbours, "neighbours");
        neighbours = List.copyOf(neighbours);
        relayTimeout = Optional.ofNullable(relayTimeout).orElse(DEFAULT_RELAY_TIMEOUT);
        if (relayTimeout.isNegative() || relayTimeout.isZero() || relayTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("relayTimeoutMillis is not in 1..300000: " + relayTimeout.toMillis());
        }
        var seen = new HashSet<Object>(List.of(node.id(), node.name()));
        for (var neighbour : neighbours) {
            if (!seen.add(neighbour.id()) || !seen.add(neighbour.name())) {
                throw new IllegalArgumentException(
                        "neighbour " + neighbour.name() + " has the id or name of this node or of another neighbour");
            }
        }
    }

    /** Reads the file; relative paths in it are relative to it. */
    public static ForwardingConfiguration load(Path file) throws InvalidConfigurationException {
        return ConfigurationFile.load(file);
    }

    private static void require(Object value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
    }
}
