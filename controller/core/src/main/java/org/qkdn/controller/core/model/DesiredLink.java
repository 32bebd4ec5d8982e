package org.qkdn.controller.core.model;

import java.util.Optional;
import java.util.UUID;

/** A key association link as the controller writes it to one node (ETSI GS QKD 015 qkd_link). */
public sealed interface DesiredLink {
    KeyAssociationLinkId id();

    /** {@code role} is TRANSMITTER or RECEIVER. */
    record Phys(
            KeyAssociationLinkId id,
            boolean enabled,
            UUID localNode,
            long localInterface,
            UUID remoteNode,
            long remoteInterface,
            Role role,
            Channel channel,
            Loss loss)
            implements DesiredLink {}

    /** {@code localEnd} and {@code remoteEnd} are the path's ends, at the last node the other way round. */
    record Virt(
            KeyAssociationLinkId id,
            UUID localEnd,
            UUID remoteEnd,
            Optional<UUID> previousHop,
            Optional<UUID> nextHop,
            SecretKeyRate bandwidth)
            implements DesiredLink {}
}
