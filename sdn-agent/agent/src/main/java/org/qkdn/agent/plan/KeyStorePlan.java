package org.qkdn.agent.plan;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.LinkStore;

/**
 * What the LKMS is to keep: a store per PHYS link and a store per CLIENT application. Both ends of an application are
 * configured alike (server = the SAE that asks first), so which of the two SAEs is ours is told by the list of SAEs
 * that live at this node.
 */
public record KeyStorePlan(Set<String> localSaes) {
    public KeyStorePlan {
        localSaes = Set.copyOf(localSaes);
    }

    public KeyStoreConfiguration stores(NodeConfiguration node, Instant now) {
        var stores = KeyStoreConfiguration.newBuilder();
        node.physLinks().map(KeyStorePlan::store).forEach(stores::addLinks);
        node.applications(Application.Kind.CLIENT)
                .filter(application -> !application.hasExpired(now))
                .forEach(application -> ends(application)
                        .map(ends -> application(application, ends))
                        .ifPresent(stores::addApplications));
        return stores.build();
    }

    /** The two SAEs, ours first; empty when neither lives here. */
    public Optional<SaePair> ends(Application application) {
        var server = application.server().orElse("");
        var client = application.clients().stream().findFirst().orElse("");
        if (localSaes.contains(server)) {
            return Optional.of(new SaePair(server, client));
        }
        return localSaes.contains(client) ? Optional.of(new SaePair(client, server)) : Optional.empty();
    }

    /** An application's two ends. */
    public record SaePair(String local, String remote) {}

    private static LinkStore store(PhysLink link) {
        return LinkStore.newBuilder()
                .setLinkId(link.id())
                .setRemoteNodeId(link.remote().nodeId().orElse(""))
                .setInterfaceId(link.local().interfaceId().map(Long::intValue).orElse(0))
                .setEnabled(link.enabled())
                .build();
    }

    private static org.qkdn.node.v1.Application application(Application application, SaePair ends) {
        return org.qkdn.node.v1.Application.newBuilder()
                .setAppId(application.id())
                .setLocalSaeId(ends.local())
                .setRemoteSaeId(ends.remote())
                .setRemoteNodeId(application.remoteNode().orElse(""))
                .addAllBackingLinkIds(application.backingLinks())
                .setCombination(application.combination().orElse(""))
                .putAllBackingLinkRatesBps(application.parts())
                .setPriority((int) application.priority())
                .setMaxBandwidthBps(application.quality().maxBandwidth())
                .setMinBandwidthBps(application.quality().minBandwidth())
                .setTtlSeconds((int) application.quality().ttl())
                .build();
    }
}
