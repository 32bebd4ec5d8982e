package org.qkdn.optical;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Reply;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.Store;
import org.qkdn.netconf.client.SubscribedSession;
import org.w3c.dom.Element;

/** Polatis (HUBER+SUHNER) switches over NETCONF: YANG module optical-switch, one edit of running per connection. */
public final class NetconfPolatisSwitch implements OpticalSwitch {
    private static final String NAMESPACE = "http://www.polatis.com/yang/optical-switch";

    /** The first revision in which the list is called pair; before, it was pairs. ISO dates compare as text. */
    private static final String FIRST_WITH_PAIR = "2017-08-04";

    private final SubscribedSession session;
    private final SwitchIdentity identity;
    private final String list;

    private NetconfPolatisSwitch(SubscribedSession session, SwitchIdentity identity, String list) {
        this.session = session;
        this.identity = identity;
        this.list = list;
    }

    /** Logs in, subscribes to stream Polatis and reads what the switch is. */
    public static NetconfPolatisSwitch open(NetconfClients clients, NetconfTarget target, SwitchListener listener)
            throws IOException {
        final var session = SubscribedSession.open(clients, target, "Polatis", new SessionListener() {
            @Override
            public void notified(Element body) {
                listener.changed();
            }

            @Override
            public void closed(String reason) {
                listener.closed(reason);
            }
        });
        try {
            final var revision = session.requests().revision(NAMESPACE).orElse(FIRST_WITH_PAIR);
            return new NetconfPolatisSwitch(
                    session, identity(session), revision.compareTo(FIRST_WITH_PAIR) < 0 ? "pairs" : "pair");
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public SwitchIdentity identity() {
        return identity;
    }

    @Override
    public SortedMap<Integer, Integer> crossConnects() throws IOException {
        final var answer = session.demand(Rpc.getConfig(Store.RUNNING, NAMESPACE, "cross-connects"));
        final var found = new TreeMap<Integer, Integer>();
        final var connections = Dom.find(answer, "data", "cross-connects");
        if (connections.isPresent()) {
            for (var pair : Dom.children(connections.get(), list)) {
                found.put(port(pair, "ingress"), port(pair, "egress"));
            }
        }
        return found;
    }

    @Override
    public PortResult connect(int ingress, int egress) throws IOException {
        final var root = Dom.root(NAMESPACE, "cross-connects");
        final var pair = Dom.add(root, list);
        Dom.leaf(pair, "ingress", Integer.toString(ingress));
        Dom.leaf(pair, "egress", Integer.toString(egress));
        if (session.call(Rpc.editConfig(Store.RUNNING, false, root)) instanceof Reply.Refused refused) {
            return new PortResult.Refused(ingress, refused.text());
        }
        final var present = crossConnects();
        return Integer.valueOf(egress).equals(present.get(ingress))
                ? new PortResult.Done()
                : new PortResult.Refused(ingress, "told to connect to " + egress + " but " + shown(present, ingress));
    }

    @Override
    public PortResult disconnect(int ingress) throws IOException {
        final var root = Dom.root(NAMESPACE, "cross-connects");
        final var pair = Dom.add(root, list);
        pair.setAttributeNS(Rpc.BASE, "nc:operation", "delete");
        Dom.leaf(pair, "ingress", Integer.toString(ingress));
        if (session.call(Rpc.editConfig(Store.RUNNING, false, root)) instanceof Reply.Refused refused) {
            return new PortResult.Refused(ingress, refused.text());
        }
        final var present = crossConnects();
        return present.containsKey(ingress)
                ? new PortResult.Refused(ingress, "told to disconnect but " + shown(present, ingress))
                : new PortResult.Done();
    }

    @Override
    public void close() {
        session.close();
    }

    private static SwitchIdentity identity(SubscribedSession session) throws IOException {
        final var answer = session.demand(Rpc.get(NAMESPACE, "product-information"));
        final var product = Dom.find(answer, "data", "product-information");
        return new SwitchIdentity(
                product.flatMap(p -> Dom.text(p, "manufacturer")).orElse(""),
                product.flatMap(p -> Dom.text(p, "model-name")).orElse(""),
                product.flatMap(p -> Dom.text(p, "serial-number")).orElse(""),
                product.flatMap(p -> Dom.text(p, "software-version")).orElse(""));
    }

    private static int port(Element pair, String name) throws IOException {
        final var text = Dom.text(pair, name).orElse("nothing");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("the switch reports " + text + " as " + name + " port", e);
        }
    }

    private static String shown(SortedMap<Integer, Integer> present, int ingress) {
        return present.containsKey(ingress)
                ? "the switch shows it connected to " + present.get(ingress)
                : "the switch shows it free";
    }
}
