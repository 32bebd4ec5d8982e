package org.qkdn.forwarding.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.qkdn.forwarding.relay.Route;

/** Which links the node relays over: only those between neighbours that its own configuration names. */
public record ForwardingPolicy(UUID self, Set<UUID> neighbours) {
    public ForwardingPolicy {
        neighbours = Set.copyOf(neighbours);
    }

    boolean allows(Route route) {
        return Stream.of(route.previous(), route.next())
                .flatMap(Optional::stream)
                .map(Route.Hop::nodeId)
                .allMatch(neighbours::contains);
    }

    List<Route> forbidden(List<Route> routes) {
        return routes.stream().filter(route -> !allows(route)).toList();
    }

    /**
     * Checks that the link has a neighbour on both sides of this node unless the node is its end.
     *
     * @throws IllegalArgumentException where it has not
     */
    void requireConsistent(Route route) {
        if (route.previous().isEmpty() != route.firstNodeId().equals(self)) {
            throw new IllegalArgumentException("link " + route.linkId()
                    + ": the previous hop is absent at the first node and nowhere else; this node is " + self);
        }
        if (route.next().isEmpty() != route.lastNodeId().equals(self)) {
            throw new IllegalArgumentException("link " + route.linkId()
                    + ": the next hop is absent at the last node and nowhere else; this node is " + self);
        }
    }
}
