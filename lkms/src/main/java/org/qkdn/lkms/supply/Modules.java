package org.qkdn.lkms.supply;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.LinkStore;

/** The keys of the node's QKD modules by interface id, and the SAE names of neighbouring nodes' LKMSs by node id. */
public final class Modules implements AutoCloseable {
    private final Map<Integer, KeySource> byInterface = new HashMap<>();
    private final Set<Integer> slow = new HashSet<>();
    private final Map<String, PushedKeys> pushed = new HashMap<>();
    private final Map<String, String> nodeNames;
    private Optional<PushServer> server = Optional.empty();

    private Modules(Map<String, String> nodeNames) {
        this.nodeNames = Map.copyOf(nodeNames);
    }

    /**
     * Opens all of them.
     *
     * @param push where modules that push connect to
     * @param nodeNames of the neighbours, by node id
     * @param audit told of each refused connection
     */
    public static Modules open(
            List<ModuleConfiguration> configurations,
            Optional<PushConfiguration> push,
            Map<String, String> nodeNames,
            TlsIdentity identity,
            BiConsumer<String, Map<String, String>> audit)
            throws IOException {
        var modules = new Modules(nodeNames);
        for (var configuration : configurations) {
            if (configuration.slow()) {
                modules.slow.add(configuration.interfaceId());
            }
            modules.byInterface.put(configuration.interfaceId(), modules.source(configuration, identity));
        }
        if (push.isPresent()) {
            modules.server = Optional.of(new PushServer(push.get(), identity.nettyServer(), modules.pushed, audit));
        }
        return modules;
    }

    /** Sources that are open already, none of them slow. */
    static Modules of(Map<Integer, KeySource> byInterface, Map<String, String> nodeNames) {
        var modules = new Modules(nodeNames);
        modules.byInterface.putAll(byInterface);
        return modules;
    }

    private KeySource source(ModuleConfiguration module, TlsIdentity identity) {
        return switch (module.kind()) {
            case ETSI014 -> new ModuleKme(module.kmeId(), module.url(), identity.jdkClient(module.commonName()));
            case ETSI004 -> {
                var tls = identity.jdkClient(module.commonName());
                yield new StreamedKeys(
                        module.kmeId(),
                        identity.commonName(),
                        module.chunkBytes(),
                        () -> StreamConnection.open(module.at(), tls));
            }
            case PUSH -> {
                var keys = new PushedKeys(module.kmeId(), identity.commonName());
                pushed.put(module.commonName(), keys);
                yield keys;
            }
        };
    }

    public Optional<KeySource> of(LinkStore link) {
        return Optional.ofNullable(byInterface.get(link.getInterfaceId()));
    }

    /** Whether the link's module makes little key: see {@link ModuleConfiguration}. */
    public boolean isSlow(LinkStore link) {
        return slow.contains(link.getInterfaceId());
    }

    /** The SAE ID of the LKMS at the link's other end; empty where the node is not one of our peers. */
    public Optional<String> peerSae(LinkStore link) {
        return Optional.ofNullable(nodeNames.get(link.getRemoteNodeId())).map(name -> "lkms-" + name);
    }

    /** Where modules push their keys to; 0 where none do. */
    public int pushPort() {
        return server.map(PushServer::port).orElse(0);
    }

    /** Adds what there is to measure. */
    public void register(MeterRegistry meters) {
        pushed.forEach((module, keys) -> keys.register(meters, module));
    }

    @Override
    public void close() {
        server.ifPresent(PushServer::close);
        byInterface.values().forEach(KeySource::close);
    }
}
