package org.qkdn.lkms.peer;

import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;
import org.qkdn.node.tls.TlsIdentity;

/**
 * The LKMSs of the other nodes, reached directly and not by way of the forwarding modules (ITU-T Y.3803's link between key
 * managers). What is sent here is control; key material only under a one-time pad.
 */
public final class PeerNodes implements AutoCloseable {
    private final TlsIdentity identity;
    private final Map<String, PeerConfiguration> byId = new HashMap<>();
    private final Map<String, String> idByCommonName = new HashMap<>();
    private final Map<String, ManagedChannel> channels = new HashMap<>();

    public PeerNodes(List<PeerConfiguration> peers, TlsIdentity identity) {
        this.identity = identity;
        for (var peer : peers) {
            byId.put(peer.id().toString(), peer);
            idByCommonName.put(commonName(peer), peer.id().toString());
        }
    }

    /** Node id of the peer whose LKMS has this certificate name; empty where it is no peer of ours. */
    public Optional<String> nodeOf(String commonName) {
        return Optional.ofNullable(idByCommonName.get(commonName));
    }

    /** To the node's LKMS; empty where the configuration does not say where it listens for its peers. */
    public synchronized Optional<Channel> channel(String nodeId) {
        return Optional.ofNullable(byId.get(nodeId))
                .flatMap(PeerConfiguration::peering)
                .map(at -> open(nodeId, at));
    }

    private Channel open(String nodeId, Endpoint at) {
        var channel = channels.computeIfAbsent(nodeId, id -> connect(byId.get(id), at));
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
        return channel;
    }

    private ManagedChannel connect(PeerConfiguration peer, Endpoint at) {
        try {
            return identity.grpcChannel(at.host(), at.port(), commonName(peer));
        } catch (IOException e) {
            throw new IllegalStateException("no TLS towards " + peer.name(), e);
        }
    }

    /** For an operator: the name of a node id, or the id itself. */
    public String name(String nodeId) {
        return Optional.ofNullable(byId.get(nodeId))
                .map(PeerConfiguration::name)
                .orElse(nodeId);
    }

    /** True where the node is one of our peers. */
    public boolean knows(UUID nodeId) {
        return byId.containsKey(nodeId.toString());
    }

    private static String commonName(PeerConfiguration peer) {
        return "lkms-" + peer.name();
    }

    @Override
    public synchronized void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
