package org.qkdn.forwarding.node;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Set;
import java.util.UUID;
import org.qkdn.forwarding.relay.RouteTable;
import org.qkdn.fuzz.Fuzzed;
import org.qkdn.node.v1.ForwardingTable;

/** What an agent may order of a forwarding module: routes, each allowed or objected to, or refused as a whole. */
public final class TableFuzz {
    private static final ForwardingPolicy POLICY = new ForwardingPolicy(new UUID(0, 1), Set.of(new UUID(0, 2)));

    private TableFuzz() {}

    public static void fuzzerTestOneInput(byte[] message) {
        try {
            var routes = TableMessages.routes(ForwardingTable.parseFrom(message));
            var table = RouteTable.of(routes);
            Fuzzed.require(table.routes().size() == routes.size(), "all routes");
            routes.forEach(route -> Fuzzed.require(POLICY.objection(route) != null, "an outcome"));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            Fuzzed.require(e.getMessage() != null && !e.getMessage().isBlank(), "says why");
        }
    }
}
