package org.qkdn.controller.core.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A key association link as one node reports it, configuration and state; PHYS or VIRT. */
public sealed interface ReportedLink {
    KeyAssociationLinkId id();

    LinkStatus status();

    /**
     * A link made by a pair of modules.
     *
     * @param qberPpm absent where the technology reports none
     * @param answering who the module at the other end proved to be; absent where nobody did or the agent does not tell
     */
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
            Optional<String> reason,
            Optional<FarEnd> answering)
            implements ReportedLink {
        /** Another than this node's configuration names: what the two make is no key of this link. */
        public Optional<FarEnd> stranger() {
            return answering.filter(other -> !other.equals(new FarEnd(remoteNode, remoteInterface)));
        }

        /** The same configuration in another state. */
        public Phys performing(
                LinkStatus newStatus,
                SecretKeyRate newSkr,
                Optional<Integer> newQberPpm,
                Optional<Long> newStoredBits,
                Optional<String> newReason,
                Optional<FarEnd> newAnswering) {
            return new Phys(
                    id,
                    newStatus,
                    enabled,
                    local,
                    remoteNode,
                    remoteInterface,
                    role,
                    channel,
                    loss,
                    newSkr,
                    newQberPpm,
                    newStoredBits,
                    newReason,
                    newAnswering);
        }

        /** As if it made no key and nothing were known of it. */
        Phys withoutFigures() {
            return performing(status, SecretKeyRate.ZERO, Optional.empty(), Optional.empty(), reason, Optional.empty());
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
