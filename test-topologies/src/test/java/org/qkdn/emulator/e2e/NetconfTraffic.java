package org.qkdn.emulator.e2e;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfSession;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.Timing;
import org.w3c.dom.Element;

/** What the NETCONF servers of a network say, asked and unasked. */
final class NetconfTraffic implements AutoCloseable {
    private static final String AGENT = "urn:etsi:qkd:yang:etsi-qkd-node";
    private static final Map<String, List<String>> CONTROLLER = Map.of(
            "urn:ietf:params:xml:ns:yang:ietf-network", List.of("networks"),
            "urn:qkdn:yang:inventory", List.of("inventory", "inventory-state"),
            "urn:qkdn:yang:key-service", List.of("key-services", "key-services-state"),
            "urn:qkdn:yang:optical", List.of("optical", "optical-state"));

    private final NetconfClients clients = new NetconfClients(Timing.DEFAULT, 2);
    private final List<NetconfSession> subscribed = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** Subscribes to all agents. */
    void listen(Endpoints endpoints) throws IOException {
        for (var node : endpoints.nodes()) {
            var session = clients.connect(target(node.agent()), new SessionListener() {
                @Override
                public void notified(Element body) {
                    heard.add(text(body));
                }

                @Override
                public void closed(String reason) {
                    // the agent was stopped
                }
            });
            session.demand(Rpc.subscribe());
            subscribed.add(session);
        }
    }

    /** All notifications so far. */
    List<String> notifications() {
        return List.copyOf(heard);
    }

    /** What an agent shows, configuration and state. */
    String agent(Endpoints.Node node) throws IOException {
        try (var session = clients.connect(target(node.agent()), SessionListener.NONE)) {
            return text(session.demand(Rpc.get(AGENT, "qkd_node")));
        }
    }

    /** What the controller shows to management systems, configuration and state. */
    String controller(Endpoints endpoints) throws IOException {
        var shown = new ArrayList<String>();
        try (var session = clients.connect(target(endpoints.controller().netconf()), SessionListener.NONE)) {
            for (var module : CONTROLLER.entrySet()) {
                for (var root : module.getValue()) {
                    shown.add(text(session.demand(Rpc.get(module.getKey(), root))));
                }
            }
        }
        return String.join("\n", shown);
    }

    @Override
    public void close() {
        subscribed.forEach(NetconfSession::close);
        clients.close();
    }

    private static NetconfTarget target(Endpoints.Netconf server) {
        return new NetconfTarget.Ssh(
                server.host(), server.port(), server.user(), Path.of(server.key()), server.hostKey());
    }

    private static String text(Element element) {
        try {
            var text = new StringWriter();
            TransformerFactory.newDefaultInstance()
                    .newTransformer()
                    .transform(new DOMSource(element), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
