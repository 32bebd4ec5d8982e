package org.qkdn.forwarding.node;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.forwarding.relay.Route;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.Hop;
import org.qkdn.node.v1.RelayLink;

/** The agent's forwarding table as routes. */
final class TableMessages {
    private TableMessages() {}

    /** @throws IllegalArgumentException with one line that names the link and the fault */
    static List<Route> routes(ForwardingTable table) {
        return table.getLinksList().stream().map(TableMessages::route).toList();
    }

    static UUID uuid(String text, String field) {
        // UUID.fromString takes shortened groups too
        if (text.length() == 36) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(field + " is not a UUID: '" + text + "'", e);
            }
        }
        throw new IllegalArgumentException(field + " is not a UUID: '" + text + "'");
    }

    private static Route route(RelayLink link) {
        return new Route(
                uuid(link.getLinkId(), "link_id"),
                uuid(link.getFirstNodeId(), "first_node_id"),
                uuid(link.getLastNodeId(), "last_node_id"),
                link.hasPrevious() ? Optional.of(hop(link.getPrevious())) : Optional.empty(),
                link.hasNext() ? Optional.of(hop(link.getNext())) : Optional.empty());
    }

    private static Route.Hop hop(Hop hop) {
        return new Route.Hop(uuid(hop.getNodeId(), "node_id"), uuid(hop.getPhysLinkId(), "phys_link_id"));
    }
}
