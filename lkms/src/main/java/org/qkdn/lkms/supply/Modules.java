package org.qkdn.lkms.supply;

import java.util.Map;
import java.util.Optional;
import org.qkdn.node.v1.LinkStore;

/** The keys of the node's QKD modules by interface id, and the SAE names of neighbouring nodes' LKMSs by node id. */
public record Modules(Map<Integer, KeySource> byInterface, Map<String, String> nodeNames) implements AutoCloseable {
    public Modules {
        byInterface = Map.copyOf(byInterface);
        nodeNames = Map.copyOf(nodeNames);
    }

    public Optional<KeySource> of(LinkStore link) {
        return Optional.ofNullable(byInterface.get(link.getInterfaceId()));
    }

    /** The SAE ID of the LKMS at the link's other end; empty where the node is not one of our peers. */
    public Optional<String> peerSae(LinkStore link) {
        return Optional.ofNullable(nodeNames.get(link.getRemoteNodeId())).map(name -> "lkms-" + name);
    }

    @Override
    public void close() {
        byInterface.values().forEach(KeySource::close);
    }
}
