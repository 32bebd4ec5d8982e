package org.qkdn.controller.southbound;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;

/** Entries a controller writes to a node. */
public record Samples(UUID node, UUID peer) {
    public static DesiredNode holding(Object... entries) {
        final var links = new TreeMap<KeyAssociationLinkId, DesiredLink>();
        final var applications = new TreeMap<ApplicationId, DesiredApplication>();
        Arrays.stream(entries).forEach(entry -> {
            switch (entry) {
                case DesiredLink link -> links.put(link.id(), link);
                case DesiredApplication application -> applications.put(application.id(), application);
                default -> throw new IllegalArgumentException(entry.toString());
            }
        });
        return new DesiredNode(links, applications);
    }

    public DesiredLink.Phys physical(boolean enabled) {
        return new DesiredLink.Phys(
                link("phys"), enabled, node, 1, peer, 2, Role.TRANSMITTER, new Channel(34), new Loss(7_400));
    }

    public DesiredLink.Virt virtual() {
        return new DesiredLink.Virt(
                link("virt"), node, peer, Optional.empty(), Optional.of(peer), new SecretKeyRate(4_000));
    }

    public DesiredApplication.Relay relay() {
        return new DesiredApplication.Relay(
                application("relay"), link("virt"), link("phys"), new SecretKeyRate(4_000), node, peer);
    }

    public DesiredApplication.Client client(Optional<SecretKeyRate> maxRate) {
        return new DesiredApplication.Client(
                application("client"),
                new SaeId("sae-a"),
                new SaeId("sae-b"),
                3,
                new SecretKeyRate(256),
                maxRate,
                Optional.of(60L),
                List.of(link("virt")),
                Combination.SINGLE,
                node,
                peer);
    }

    /** The same over two links. */
    public DesiredApplication.Client combined() {
        final var plain = client(Optional.empty());
        return new DesiredApplication.Client(
                plain.id(),
                plain.server(),
                plain.client(),
                plain.priority(),
                plain.minRate(),
                plain.maxRate(),
                plain.ttlSeconds(),
                List.of(link("virt"), link("phys")),
                Combination.HKDF_SHA384,
                plain.localNode(),
                plain.remoteNode());
    }

    /** The same, each key over one of them. */
    public DesiredApplication.Client split(Map<KeyAssociationLinkId, SecretKeyRate> parts) {
        final var plain = client(Optional.empty());
        return new DesiredApplication.Client(
                plain.id(),
                plain.server(),
                plain.client(),
                plain.priority(),
                plain.minRate(),
                plain.maxRate(),
                plain.ttlSeconds(),
                List.copyOf(parts.keySet()),
                Combination.SPLIT,
                plain.localNode(),
                plain.remoteNode(),
                Optional.empty(),
                new TreeMap<>(parts));
    }

    public static KeyAssociationLinkId link(String name) {
        return new KeyAssociationLinkId(UUID.nameUUIDFromBytes(bytes("link " + name)));
    }

    private static ApplicationId application(String name) {
        return new ApplicationId(UUID.nameUUIDFromBytes(bytes("application " + name)));
    }

    private static byte[] bytes(String name) {
        return name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
