package org.qkdn.optical;

import java.io.IOException;
import java.util.Optional;
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

/**
 * Polatis (HUBER+SUHNER) switches over NETCONF: YANG module optical-switch. A change is one edit of running, which the switch
 * carries out whole where it offers :rollback-on-error; it tells of events on its stream Polatis.
 */
public final class NetconfPolatisSwitch implements SwitchProtocol {
    private static final String NAMESPACE = "http://www.polatis.com/yang/optical-switch";

    /** The first revision in which the list is called pair; before, it was pairs. ISO dates compare as text. */
    private static final String FIRST_WITH_PAIR = "2017-08-04";

    private final String address;
    private final SubscribedSession session;
    private final SwitchIdentity identity;
    private final String list;

    private NetconfPolatisSwitch(String address, SubscribedSession session, SwitchIdentity identity, String list) {
        this.address = address;
        this.session = session;
        this.identity = identity;
        this.list = list;
    }

    /** Logs in, subscribes to stream Polatis and reads what the switch is. */
    public static OpticalSwitch open(NetconfClients clients, NetconfTarget target, SwitchListener listener)
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
            return new Transaction(new NetconfPolatisSwitch(
                    target.address(),
                    session,
                    identity(session),
                    revision.compareTo(FIRST_WITH_PAIR) < 0 ? "pairs" : "pair"));
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
    public boolean tellsChanges() {
        return session.isSubscribed();
    }

    @Override
    public SortedMap<Integer, PortHealth> ports() throws IOException {
        return PolatisTree.ports(address, session.demand(Rpc.get(NAMESPACE, "port-config")));
    }

    @Override
    public SortedMap<Integer, Integer> crossConnects() throws IOException {
        return PolatisTree.crossConnects(
                address, session.demand(Rpc.getConfig(Store.RUNNING, NAMESPACE, "cross-connects")), list);
    }

    /** Deletions come first. An ingress port that gets another egress is one entry, merged. */
    @Override
    public Optional<Refusal> carryOut(Reconfiguration change, SortedMap<Integer, Integer> present) throws IOException {
        final var root = Dom.root(NAMESPACE, "cross-connects");
        final var deletions = new TreeMap<>(change.removals());
        deletions.keySet().removeAll(change.additions().keySet());
        deletions.keySet().forEach(ingress -> {
            final var pair = Dom.add(root, list);
            pair.setAttributeNS(Rpc.BASE, "nc:operation", "delete");
            Dom.leaf(pair, "ingress", Integer.toString(ingress));
        });
        change.additions().forEach((ingress, egress) -> {
            final var pair = Dom.add(root, list);
            Dom.leaf(pair, "ingress", Integer.toString(ingress));
            Dom.leaf(pair, "egress", Integer.toString(egress));
        });
        final var edit = Rpc.editConfig(Store.RUNNING, session.requests().offers("rollback-on-error"), root);
        return switch (session.call(edit)) {
            case Reply.Answer done -> Optional.empty();
            case Reply.Refused refused -> Optional.of(PolatisTree.refusal(refused));
        };
    }

    @Override
    public void close() {
        session.close();
    }

    private static SwitchIdentity identity(SubscribedSession session) throws IOException {
        return PolatisTree.identity(session.demand(Rpc.get(NAMESPACE, "product-information")));
    }
}
