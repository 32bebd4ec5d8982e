package org.qkdn.forwarding.relay;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The links that may be relayed over. Immutable. */
public final class RouteTable {
    public static final RouteTable EMPTY = new RouteTable(Map.of(), Map.of());

    private final Map<UUID, Route> routes;
    private final Map<UUID, UUID> neighbourByPhysLink;

    private RouteTable(Map<UUID, Route> routes, Map<UUID, UUID> neighbourByPhysLink) {
        this.routes = routes;
        this.neighbourByPhysLink = neighbourByPhysLink;
    }

    /**
     * Checks that the links agree with each other.
     *
     * @throws IllegalArgumentException where a link occurs twice or a PHYS link leads to two neighbours
     */
    public static RouteTable of(Collection<Route> links) {
        var routes = new HashMap<UUID, Route>();
        var neighbours = new HashMap<UUID, UUID>();
        for (var route : links) {
            if (routes.putIfAbsent(route.linkId(), route) != null) {
                throw new IllegalArgumentException("link " + route.linkId() + " occurs twice");
            }
            Stream.of(route.previous(), route.next()).flatMap(Optional::stream).forEach(hop -> {
                var known = neighbours.putIfAbsent(hop.physLinkId(), hop.nodeId());
                if (known != null && !known.equals(hop.nodeId())) {
                    throw new IllegalArgumentException("PHYS link " + hop.physLinkId() + " leads to two neighbours");
                }
            });
        }
        return new RouteTable(Map.copyOf(routes), Map.copyOf(neighbours));
    }

    public Collection<Route> routes() {
        return routes.values();
    }

    Optional<Route> route(UUID linkId) {
        return Optional.ofNullable(routes.get(linkId));
    }

    /** The neighbour with whom this node shares the PHYS link. */
    Optional<UUID> neighbourAcross(UUID physLinkId) {
        return Optional.ofNullable(neighbourByPhysLink.get(physLinkId));
    }
}
