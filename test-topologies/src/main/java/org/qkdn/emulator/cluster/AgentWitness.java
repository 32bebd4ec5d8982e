package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfSession;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.Timing;
import org.w3c.dom.Element;

/** Listens to all agents of a network: whether a link of theirs went down. */
final class AgentWitness implements AutoCloseable {
    private static final Set<String> FLAPS =
            Set.of("sdqkdn_link_down", "sdqkdn_interface_down", "sdqkdn_interface_out");

    private final NetconfClients clients = new NetconfClients(Timing.DEFAULT, 2);
    private final List<NetconfSession> sessions = new ArrayList<>();
    private final List<String> flaps = new CopyOnWriteArrayList<>();
    private volatile boolean closing;

    AgentWitness(Endpoints endpoints) throws IOException {
        for (var node : endpoints.nodes()) {
            var agent = node.agent();
            var session = clients.connect(
                    new NetconfTarget.Ssh(
                            agent.host(), agent.port(), agent.user(), Path.of(agent.key()), agent.hostKey()),
                    new SessionListener() {
                        @Override
                        public void notified(Element body) {
                            if (FLAPS.contains(body.getLocalName())) {
                                flaps.add(node.name() + ": " + body.getLocalName());
                            }
                        }

                        @Override
                        public void closed(String reason) {
                            if (!closing) {
                                flaps.add(node.name() + ": is heard no more: " + reason);
                            }
                        }
                    });
            sessions.add(session);
            session.demand(Rpc.subscribe());
        }
    }

    /** Links that went down and modules that were taken out, each with its node; and who could not be listened to. */
    List<String> flaps() {
        return List.copyOf(flaps);
    }

    @Override
    public void close() {
        closing = true;
        sessions.forEach(NetconfSession::close);
        clients.close();
    }
}
