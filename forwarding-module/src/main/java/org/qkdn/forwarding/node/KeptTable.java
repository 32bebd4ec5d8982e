package org.qkdn.forwarding.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
        var routes = file.load();
        try {
            var unused = RouteTable.of(routes);
        } catch (IllegalArgumentException e) {
            throw file.damaged(e.getMessage());
        }
        var table = new KeptTable(file, policy, relay, routes);
        table.apply(routes);
        return table;
    }

    /**
     * Keeps the routes in the place of those before.
     *
     * @throws IllegalArgumentException where they contradict each other; those before then stand
     */
    synchronized void replace(List<Route> routes) throws IOException {
        var unused = RouteTable.of(routes);
        if (routes.equals(configured)) {
            return;
        }
        file.save(routes);
        LOG.info("forwarding table of {} links stored", routes.size());
        apply(routes);
        configured = routes;
    }

    List<Route> configured() {
        return configured;
    }

    /** Why the link is not used though it is configured; empty where it is used, and where it is not configured. */
    Optional<String> objection(UUID linkId) {
        return configured.stream()
                .filter(route -> route.linkId().equals(linkId))
                .findFirst()
                .flatMap(policy::objection);
    }

    private void apply(List<Route> routes) {
        for (var route : routes) {
            policy.objection(route).ifPresent(why -> LOG.warn("link {} is not used: {}", route.linkId(), why));
        }
        relay.configure(RouteTable.of(routes.stream()
                .filter(route -> policy.objection(route).isEmpty())
                .toList()));
    }
}
