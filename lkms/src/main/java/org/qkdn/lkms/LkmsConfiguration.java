package org.qkdn.lkms;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qkdn.lkms.combine.LocalPolicy;
import org.qkdn.lkms.entropy.EntropyConfiguration;
import org.qkdn.lkms.http.SaeIdentity;
import org.qkdn.lkms.metrics.MetricsConfiguration;
import org.qkdn.lkms.peer.PeerConfiguration;
import org.qkdn.lkms.skip.SkipConfiguration;
import org.qkdn.lkms.store.StoreConfiguration;
import org.qkdn.lkms.store.StoreSettings;
import org.qkdn.lkms.supply.ModuleConfiguration;
import org.qkdn.lkms.supply.PushConfiguration;
import org.qkdn.node.tls.TlsFiles;

/**
 * What one LKMS is told by its {@code lkms.yaml}.
 *
 * @param kmeId this KME's name in ETSI GS QKD 014
 * @param forwarding the node's own forwarding module
 * @param modules how the keys of the node's QKD modules are had
 * @param metrics absent: none are served
 * @param saes SAE IDs that may use this KME
 * @param saeIdentity where in their certificates these IDs stand
 * @param peers other nodes, by the ids that the control plane uses
 * @param peering where the LKMSs of other nodes reach this one; absent: keys that need them are not offered
 * @param skip the SKIP key provider; absent: none
 * @param policy what this node demands of every application
 * @param etsi004 where the binary form of ETSI GS QKD 004 is served; absent: nowhere
 * @param push where modules that push their keys connect to; absent: none do
 * @param entropy a random number generator beside the JDK's; absent: none
 */
public record LkmsConfiguration(
        Node node,
        String kmeId,
        Endpoint etsi014,
        Endpoint grpc,
        Endpoint forwarding,
        TlsFiles tls,
        Path stateDirectory,
        List<ModuleConfiguration> modules,
        List<String> saes,
        SaeIdentity saeIdentity,
        List<PeerConfiguration> peers,
        StoreConfiguration store,
        Optional<Endpoint> peering,
        Optional<SkipConfiguration> skip,
        LocalPolicy policy,
        Optional<MetricsConfiguration> metrics,
        Optional<Endpoint> etsi004,
        Optional<EntropyConfiguration> entropy,
        Optional<PushConfiguration> push) {

    public LkmsConfiguration {
        require(node, "node", "{name, id}");
        kmeId = kmeId == null ? "kme-" + node.name() : kmeId;
        require(etsi014, "etsi014", "{host, port}");
        require(grpc, "grpc", "{host, port}");
        require(forwarding, "forwarding", "{host, port}");
        require(tls, "tls", "{certificate, key, ca}");
        require(stateDirectory, "stateDirectory", "a directory of its own");
        modules = modules == null ? List.of() : List.copyOf(modules);
        saes = saes == null ? List.of() : List.copyOf(saes);
        saeIdentity = saeIdentity == null ? SaeIdentity.SUBJECT_CN : saeIdentity;
        peers = peers == null ? List.of() : List.copyOf(peers);
        store = store == null ? StoreConfiguration.DEFAULT : store;
        peering = peering == null ? Optional.empty() : peering;
        skip = skip == null ? Optional.empty() : skip;
        policy = policy == null ? LocalPolicy.NONE : policy;
        metrics = metrics == null ? Optional.empty() : metrics;
        etsi004 = etsi004 == null ? Optional.empty() : etsi004;
        entropy = entropy == null ? Optional.empty() : entropy;
        push = push == null ? Optional.empty() : push;
        if (push.isEmpty() && modules.stream().anyMatch(module -> module.kind() == ModuleConfiguration.Kind.PUSH)) {
            throw new IllegalArgumentException("a module is of kind push, but 'push' is missing: give {host, port}");
        }
        unique(modules, ModuleConfiguration::interfaceId, "modules");
        unique(saes, sae -> sae, "saes");
        unique(peers, PeerConfiguration::id, "peers");
        if (skip.isPresent()) {
            skip.get().requireSaesOf(new HashSet<>(saes));
        }
    }

    /** A node of the network. */
    public record Node(String name, UUID id) {
        public Node {
            require(name, "node.name", "a node name, e.g. QUINTO");
            require(id, "node.id", "a UUID");
        }
    }

    /** Where something listens. */
    public record Endpoint(String host, int port) {
        public Endpoint {
            require(host, "host", "an address, e.g. 127.0.0.1");
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
            }
        }

        public InetSocketAddress address() {
            return new InetSocketAddress(host, port);
        }
    }

    /** How keys are kept. */
    StoreSettings keyStore() {
        return store.settings(stateDirectory);
    }

    /** Relative paths are relative to the directory. */
    LkmsConfiguration relativeTo(Path directory) {
        return new LkmsConfiguration(
                node,
                kmeId,
                etsi014,
                grpc,
                forwarding,
                tls.relativeTo(directory),
                directory.resolve(stateDirectory),
                modules,
                saes,
                saeIdentity,
                peers,
                store.relativeTo(directory),
                peering,
                skip.map(settings -> settings.relativeTo(directory)),
                policy,
                metrics,
                etsi004,
                entropy.map(settings -> settings.relativeTo(directory)),
                push);
    }

    /** The KME of a node; one we do not know is named by its id. */
    String kmeOf(String nodeId) {
        return nodeId.equals(node.id().toString())
                ? kmeId
                : peers.stream()
                        .filter(peer -> peer.id().toString().equals(nodeId))
                        .map(PeerConfiguration::kmeId)
                        .findFirst()
                        .orElse("kme-" + nodeId);
    }

    /** By node id. */
    Map<String, String> nodeNames() {
        return peers.stream()
                .collect(Collectors.toUnmodifiableMap(peer -> peer.id().toString(), PeerConfiguration::name));
    }

    private static void require(Object value, String name, String remedy) {
        if (value == null || value.equals("")) {
            throw new IllegalArgumentException("'" + name + "' is missing: give " + remedy);
        }
    }

    private static <T> void unique(List<T> all, Function<T, Object> id, String name) {
        var seen = new HashSet<Object>();
        for (var one : all) {
            if (!seen.add(id.apply(one))) {
                throw new IllegalArgumentException(name + " names " + id.apply(one) + " twice");
            }
        }
    }
}
