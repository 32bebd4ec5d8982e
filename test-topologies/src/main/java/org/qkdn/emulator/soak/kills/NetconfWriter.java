package org.qkdn.emulator.soak.kills;

import java.io.IOException;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.NetconfSession;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.Store;
import org.w3c.dom.Element;

/** Writes over NETCONF, each change by one edit of the running configuration. */
final class NetconfWriter implements Writer {
    private static final String NAMESPACE = "urn:qkdn:yang:key-service";

    private final NetconfSession session;

    NetconfWriter(NetconfSession session) {
        this.session = session;
    }

    @Override
    public void write(Change change) throws IOException {
        var root = Dom.root(NAMESPACE, "key-services");
        change.services().forEach((name, number) -> {
            var service = Dom.add(root, "key-service");
            Dom.leaf(service, "name", name);
            number.ifPresentOrElse(
                    set -> fill(service, name, set), () -> service.setAttributeNS(Rpc.BASE, "nc:operation", "delete"));
        });
        session.demand(Rpc.editConfig(Store.RUNNING, false, root));
    }

    private static void fill(Element service, String name, long number) {
        Dom.leaf(service, "source", "from-" + name);
        Dom.leaf(service, "destination", "to-" + name);
        Dom.leaf(service, "min-rate", Long.toString(number));
        Dom.leaf(service, "max-rate", Long.toString(number));
    }

    @Override
    public void close() {
        session.close();
    }
}
