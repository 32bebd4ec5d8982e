package org.qkdn.lkms;

import java.io.IOException;
import org.qkdn.lkms.direct.DirectAnnouncer;
import org.qkdn.lkms.node.ForwardingClient;
import org.qkdn.lkms.supply.LinkStores;
import org.qkdn.lkms.supply.Modules;
import org.qkdn.lkms.supply.PadStore;

/** Keys of key association links: from the node's QKD modules into their stores, and out to the forwarding module as pads. */
record LinkSide(Modules modules, PadStore pads, LinkStores stores, ForwardingClient forwarding) {

    static LinkSide of(Foundation base, Parts parts) throws IOException {
        var configuration = base.configuration();
        var limits = configuration.store();
        var at = configuration.forwarding();
        var forwarding = parts.add(
                new ForwardingClient(base.identity().grpcChannel(at.host(), at.port(), "fm-" + base.nodeName())));
        var modules = parts.add(Modules.open(
                configuration.modules(),
                configuration.push(),
                configuration.nodeNames(),
                base.identity(),
                base.audit()::append));
        modules.register(base.meters());
        var pads = new PadStore(base.database(), limits.linkReserveBits() / 8);
        var announcer = new DirectAnnouncer(base.assignment(), modules, base.peers(), forwarding);
        var stores =
                parts.add(new LinkStores(base.assignment(), modules, pads, announcer, limits.linkTargetBits() / 8));
        return new LinkSide(modules, pads, stores, forwarding);
    }
}
