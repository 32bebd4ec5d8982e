package org.qkdn.forwarding.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.qkdn.forwarding.relay.RelayNode;
import org.qkdn.forwarding.relay.Route;
import org.qkdn.forwarding.relay.RouteTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured links: on disk before they count, and only those that local policy allows are relayed over. */
public final class KeptTable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptTable.class);

    private final TableFile file;
    private final ForwardingPolicy policy;
    private final RelayNode relay;
    private volatile List<Route> configured;

    private KeptTable(TableFile file, ForwardingPolicy policy, RelayNode relay, List<Route> configured) {
        this.file = file;
        this.policy = policy;
        this.relay = relay;
        this.configured = configured;
    }

    /**
     * The table as the last configuration left it.
     *
     * @throws IOException with one line that names the file and the remedy
     */
    public static KeptTable open(Path stateDirectory, ForwardingPolicy policy, RelayNode relay) throws IOException {
        Files.createDirectories(stateDirectory);
        var file = new TableFile(stateDirectory);
        var table = new KeptTable(file, policy, relay, file.load());
        try {
            table.apply(table.configured);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    stateDirectory + " holds a forwarding table of another node (" + e.getMessage()
                            + "): remove forwarding-table.json, the node's agent writes it anew",
                    e);
        }
        return table;
    }

    /** @throws IllegalArgumentException where the routes contradict each other or this node's place in them */
    synchronized void replace(List<Route> routes) throws IOException {
        routes.forEach(policy::requireConsistent);
        var unused = RouteTable.of(routes);
        if (!routes.equals(configured)) {
            file.save(routes);
            LOG.info("forwarding table of {} links stored", routes.size());
        }
        apply(routes);
        configured = routes;
    }

    List<Route> configured() {
        return configured;
    }

    boolean allows(Route route) {
        return policy.allows(route);
    }

    /** Whether the link is configured but may not be used. */
    boolean forbids(UUID linkId) {
        return configured.stream().anyMatch(route -> route.linkId().equals(linkId) && !policy.allows(route));
    }

    private void apply(List<Route> routes) {
        routes.forEach(policy::requireConsistent);
        for (var route : policy.forbidden(routes)) {
            LOG.warn("link {} is not used: local policy does not allow its neighbours here", route.linkId());
        }
        relay.configure(RouteTable.of(routes.stream().filter(policy::allows).toList()));
    }
}
