package org.qkdn.controller.northbound.restconf;

import io.netty.util.concurrent.EventExecutor;
import org.opendaylight.netconf.rfc8639.DeleteSubscriptionRpc;
import org.opendaylight.netconf.rfc8639.EstablishSubscriptionRpc;
import org.opendaylight.netconf.rfc8639.KillSubscriptionRpc;
import org.opendaylight.netconf.rfc8639.ModifySubscriptionRpc;
import org.opendaylight.netconf.sal.remote.impl.CreateDataChangeEventSubscriptionRpc;
import org.opendaylight.netconf.sal.remote.impl.CreateNotificationStreamRpc;
import org.opendaylight.netconf.transport.http.ConfigUtils;
import org.opendaylight.netconf.transport.http.HttpServerStackConfiguration;
import org.opendaylight.restconf.api.query.PrettyPrintParam;
import org.opendaylight.restconf.server.MessageEncoding;
import org.opendaylight.restconf.server.NettyEndpointConfiguration;
import org.opendaylight.restconf.server.PrincipalService;
import org.opendaylight.restconf.server.RestconfSessions;
import org.opendaylight.restconf.server.mdsal.CapabilitiesWriter;
import org.opendaylight.restconf.server.mdsal.MdsalDatabindProvider;
import org.opendaylight.restconf.server.mdsal.MdsalRestconfServer;
import org.opendaylight.restconf.server.mdsal.MdsalRestconfStreamRegistry;
import org.opendaylight.restconf.server.spi.ErrorTagMapping;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.controller.northbound.DomServices;

/** OpenDaylight's RESTCONF on the services of a runtime. */
final class RestconfServices implements AutoCloseable {
    private static final Uint32 HEARTBEAT_MILLISECONDS = Uint32.valueOf(10_000);

    private final MdsalDatabindProvider databind;
    private final MdsalRestconfStreamRegistry streams;
    private final MdsalRestconfServer server;
    private final RestconfSessions sessions;

    RestconfServices(DomServices services, PrincipalService principals, Iterable<EventExecutor> loops) {
        databind = new MdsalDatabindProvider(services.schema());
        new CapabilitiesWriter(services.data(), services.schema());
        streams = new MdsalRestconfStreamRegistry(
                services.data(),
                services.notifications(),
                services.schema(),
                restconf -> restconf.resolve("streams"),
                databind,
                services.singletons());
        server = new MdsalRestconfServer(
                databind,
                services.data(),
                services.rpcs(),
                services.actions(),
                services.mounts(),
                new EstablishSubscriptionRpc(streams),
                new ModifySubscriptionRpc(streams),
                new DeleteSubscriptionRpc(streams),
                new KillSubscriptionRpc(streams),
                new CreateNotificationStreamRpc(streams, databind, services.notifications()),
                new CreateDataChangeEventSubscriptionRpc(streams, databind, new AfterTheHead(services.data(), loops)));
        sessions = new RestconfSessions(Guarded.of(server), streams, principals, endpoint());
    }

    RestconfSessions sessions() {
        return sessions;
    }

    /** But for the list of capabilities: to close its writer would delete what the other members of a cluster tell too. */
    @Override
    public void close() {
        server.close();
        streams.close();
        databind.close();
    }

    /** The transport named here is never opened: we have our own. */
    private static NettyEndpointConfiguration endpoint() {
        return new NettyEndpointConfiguration(
                ErrorTagMapping.RFC8040,
                PrettyPrintParam.FALSE,
                Uint16.ZERO,
                HEARTBEAT_MILLISECONDS,
                "restconf",
                MessageEncoding.JSON,
                new HttpServerStackConfiguration(ConfigUtils.serverTransportTcp("127.0.0.1", 1)));
    }
}
