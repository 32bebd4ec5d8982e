package org.qkdn.controller.northbound;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.source.SourceIdentifier;
import org.qkdn.controller.northbound.check.CommitCheck;
import org.qkdn.netconf.NetconfServer;
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
     * @param rules what every commit of configuration must pass, for those who only want to know (RFC 6241 8.6)
     * @param texts YANG text of each module, for get-schema
     * @throws IOException with one line that names the port or file at fault
     */
    public static NmsEndpoint start(
            NmsSettings settings,
            EffectiveModelContext model,
            Function<SourceIdentifier, Optional<String>> texts,
            DomServices services,
            CommitCheck rules)
            throws IOException {
        var served = YangModel.of(model, texts);
        return new NmsEndpoint(NetconfServer.start(
                settings.read(),
                served,
                new BrokerDatastore(services.data(), served, rules),
                new BrokerRpcs(services.rpcs())));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
