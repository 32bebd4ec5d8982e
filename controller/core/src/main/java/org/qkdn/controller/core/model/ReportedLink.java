package org.qkdn.controller.core.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A key association link as one node reports it, configuration and state; PHYS or VIRT. */
public sealed interface ReportedLink {
    KeyAssociationLinkId id();

    LinkStatus status();

    /** A link made by a pair of modules. {@code qberPpm} is absent where the technology reports none. */
    record Phys(
            KeyAssociationLinkId id,
            LinkStatus status,
            boolean enabled,
            ModuleId local,
            UUID remoteNode,
            long remoteInterface,
            Optional<Role> role,
            Optional<Channel> channel,
            Optional<Loss> loss,
            SecretKeyRate skr,
            Optional<Integer> qberPpm,
            Optional<Long> storedBits,
            Optional<String> reason)
            implements ReportedLink {
        /** As if it made no key and nothing were known of it. */
        Phys withoutFigures() {
            return new Phys(
                    id,
                    status,
                    enabled,
                    local,
                    remoteNode,
                    remoteInterface,
                    role,
                    channel,
                    loss,
                    SecretKeyRate.ZERO,
                    Optional.empty(),
                    Optional.empty(),
                    reason);
        }
    }

    /** A link over a relay path. {@code nextHops} may name all nodes downstream or only the next. */
    record Virt(
            KeyAssociationLinkId id,
            LinkStatus status,
            boolean enabled,
            UUID localEnd,
            UUID remoteEnd,
            Optional<UUID> previousHop,
            List<UUID> nextHops,
            SecretKeyRate bandwidth)
            implements ReportedLink {
        public Virt {
            nextHops = List.copyOf(nextHops);
        }
    }
}
