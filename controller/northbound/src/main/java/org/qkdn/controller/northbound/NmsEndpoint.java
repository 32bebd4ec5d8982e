package org.qkdn.controller.northbound;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMRpcService;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.source.SourceIdentifier;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.YangModel;

/** Where a network management system (NMS) reaches the controller: NETCONF over SSH. */
public final class NmsEndpoint implements AutoCloseable {
    private final NetconfServer server;

    private NmsEndpoint(NetconfServer server) {
        this.server = server;
    }

    /**
     * Listens once this returns.
     *
     * @param rules what {@code broker} asks of each commit of configuration, for validate
     * @param texts YANG text of each module, for get-schema
     * @throws IOException with one line that names the port or file at fault
     */
    public static NmsEndpoint start(
            NetconfSettings settings,
            EffectiveModelContext model,
            Function<SourceIdentifier, Optional<String>> texts,
            DOMDataBroker broker,
            CommitRules rules,
            DOMRpcService rpcs)
            throws IOException {
        var served = YangModel.of(model, texts);
        return new NmsEndpoint(NetconfServer.start(
                settings, served, new BrokerDatastore(broker, served, rules), new BrokerRpcs(rpcs)));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
