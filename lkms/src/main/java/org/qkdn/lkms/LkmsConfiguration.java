package org.qkdn.lkms;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
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
import org.qkdn.lkms.skip.SkipConfiguration;
import org.qkdn.lkms.store.StoreSettings;
import org.qkdn.lkms.store.log.PostgresSource;
import org.qkdn.lkms.store.seal.KeySource;
import org.qkdn.lkms.store.seal.Pkcs12Source;
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
        List<Peer> peers,
        StoreLimits store,
        Optional<Endpoint> peering,
        Optional<SkipConfiguration> skip,
        LocalPolicy policy,
        Optional<Metrics> metrics,
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
        store = store == null ? StoreLimits.DEFAULT : store;
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
        unique(peers, Peer::id, "peers");
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

    /**
     * Another node; its KME is {@code kme-<name>} where it is not named.
     *
     * @param peering where its LKMS listens for its peers
     */
    public record Peer(UUID id, String name, String kmeId, Optional<Endpoint> peering) {
        public Peer {
            require(id, "peers.id", "a UUID");
            require(name, "peers.name", "a node name");
            kmeId = kmeId == null ? "kme-" + name : kmeId;
            peering = peering == null ? Optional.empty() : peering;
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

    /** Where metrics are served, and the common names of the certificates that may read them. */
    public record Metrics(String host, int port, List<String> readers) {
        public Metrics {
            readers = readers == null ? List.of() : List.copyOf(readers);
            require(readers.isEmpty() ? null : readers, "metrics.readers", "common names, e.g. [prometheus]");
        }

        Endpoint at() {
            return new Endpoint(host, port);
        }
    }

    /**
     * How much to keep.
     *
     * @param targetBlocks own blocks (4096 bit) per application
     * @param linkTargetBits own bits per PHYS link
     * @param linkReserveBits own bits per PHYS link kept to answer what is under way; never given to a relayed block
     * @param relaysInFlight batches of blocks on their way at once, over all applications
     * @param maxKeyPerRequest limit of ETSI GS QKD 014's number
     * @param mostPeerBlocks blocks of the other end kept per store
     * @param keyEncryptingKey absent: {@code kek.p12} in the state directory
     * @param previousKeyEncryptingKey by which the state directory's keys may still be wrapped
     * @param database absent: files in the state directory
     * @param unreadableAfterSeconds about how long a used key may still be readable for who has the key-encrypting key
     * @param maxSaeIdCount limit of ETSI GS QKD 014's additional_slave_SAE_IDs
     */
    public record StoreLimits(
            Integer targetBlocks,
            Integer linkTargetBits,
            Integer linkReserveBits,
            Integer relaysInFlight,
            Integer maxKeyPerRequest,
            Integer mostPeerBlocks,
            Integer maxSaeIdCount,
            Optional<KeySource> keyEncryptingKey,
            Optional<KeySource> previousKeyEncryptingKey,
            Optional<Database> database,
            Integer unreadableAfterSeconds) {
        static final StoreLimits DEFAULT = new StoreLimits(
                null, null, null, null, null, null, null, Optional.empty(), Optional.empty(), Optional.empty(), null);

        public StoreLimits {
            targetBlocks = between(targetBlocks, 4, 1, 1024, "store.targetBlocks");
            linkTargetBits = between(linkTargetBits, 131_072, 8_192, 1 << 28, "store.linkTargetBits");
            linkReserveBits = between(
                    linkReserveBits,
                    Math.min(8_192, linkTargetBits / 4),
                    0,
                    linkTargetBits / 4,
                    "store.linkReserveBits");
            relaysInFlight = between(relaysInFlight, 8, 1, 256, "store.relaysInFlight");
            maxKeyPerRequest = between(maxKeyPerRequest, 32, 1, 1024, "store.maxKeyPerRequest");
            mostPeerBlocks = between(mostPeerBlocks, 256, 16, 1 << 20, "store.mostPeerBlocks");
            maxSaeIdCount = between(maxSaeIdCount, 8, 0, 64, "store.maxSaeIdCount");
            keyEncryptingKey = keyEncryptingKey == null ? Optional.empty() : keyEncryptingKey;
            previousKeyEncryptingKey = previousKeyEncryptingKey == null ? Optional.empty() : previousKeyEncryptingKey;
            database = database == null ? Optional.empty() : database;
            unreadableAfterSeconds = between(unreadableAfterSeconds, 5, 1, 3600, "store.unreadableAfterSeconds");
        }

        StoreLimits relativeTo(Path directory) {
            return new StoreLimits(
                    targetBlocks,
                    linkTargetBits,
                    linkReserveBits,
                    relaysInFlight,
                    maxKeyPerRequest,
                    mostPeerBlocks,
                    maxSaeIdCount,
                    keyEncryptingKey.map(source -> source.relativeTo(directory)),
                    previousKeyEncryptingKey.map(source -> source.relativeTo(directory)),
                    database.map(source -> new Database(source.postgresql().relativeTo(directory))),
                    unreadableAfterSeconds);
        }

        private static int between(Integer value, int usual, int least, int most, String name) {
            int chosen = Optional.ofNullable(value).orElse(usual);
            if (chosen < least || chosen > most) {
                throw new IllegalArgumentException(name + " " + chosen + " is not between " + least + " and " + most);
            }
            return chosen;
        }
    }

    /** Where the log of the key stores is when not in the state directory. */
    public record Database(PostgresSource postgresql) {
        public Database {
            require(postgresql, "store.database.postgresql", "{url, user, passwordFile}");
        }
    }

    /** How keys are kept. */
    StoreSettings keyStore() {
        return new StoreSettings(
                stateDirectory,
                store.keyEncryptingKey().orElseGet(() -> Pkcs12Source.in(stateDirectory)),
                store.previousKeyEncryptingKey(),
                store.database().map(Database::postgresql),
                Duration.ofSeconds(store.unreadableAfterSeconds()));
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
                        .map(Peer::kmeId)
                        .findFirst()
                        .orElse("kme-" + nodeId);
    }

    /** By node id. */
    Map<String, String> nodeNames() {
        return peers.stream()
                .collect(Collectors.toUnmodifiableMap(peer -> peer.id().toString(), Peer::name));
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
