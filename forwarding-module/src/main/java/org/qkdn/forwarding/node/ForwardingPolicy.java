package org.qkdn.forwarding.node;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.Route;

/** Which links the node relays over: those that fit its place, between neighbours that its own configuration names. */
public record ForwardingPolicy(UUID self, Set<UUID> neighbours) {
    public ForwardingPolicy {
        neighbours = Set.copyOf(neighbours);
    }

    /** Why the link is not used, for an operator; empty where it is. One wrong link is no reason to drop the others. */
    Optional<String> objection(Route route) {
        if (route.firstNodeId().equals(route.lastNodeId())) {
            return Optional.of("the link ends where it begins");
        }
        if (route.previous().isEmpty() != route.firstNodeId().equals(self)) {
            return Optional.of("the previous hop must be absent at the link's first node and present elsewhere");
        }
        if (route.next().isEmpty() != route.lastNodeId().equals(self)) {
            return Optional.of("the next hop must be absent at the link's last node and present elsewhere");
        }
        if (route.previous().map(Route.Hop::nodeId).equals(route.next().map(Route.Hop::nodeId))) {
            return Optional.of("the link returns to the node it comes from");
        }
        var allowed = Stream.of(route.previous(), route.next())
                .flatMap(Optional::stream)
                .map(Route.Hop::nodeId)
                .allMatch(neighbours::contains);
        return allowed ? Optional.empty() : Optional.of(FailureReason.NEIGHBOUR_FORBIDDEN.text());
    }
}
