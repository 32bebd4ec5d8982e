package org.qkdn.controller.embedded.restconf;

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
import org.qkdn.controller.embedded.EmbeddedBroker;

/** OpenDaylight's RESTCONF on an embedded broker. */
final class RestconfServices {
    private static final Uint32 HEARTBEAT_MILLISECONDS = Uint32.valueOf(10_000);

    private RestconfServices() {}

    static RestconfSessions sessions(
            EmbeddedBroker broker, PrincipalService principals, Iterable<EventExecutor> loops) {
        var databind = new MdsalDatabindProvider(broker.domSchema());
        new CapabilitiesWriter(broker.domData(), broker.domSchema());
        var streams = new MdsalRestconfStreamRegistry(
                broker.domData(),
                broker.domNotifications(),
                broker.domSchema(),
                restconf -> restconf.resolve("streams"),
                databind,
                broker.singletons());
        var server = new MdsalRestconfServer(
                databind,
                broker.domData(),
                broker.domRpcs(),
                broker.domActions(),
                broker.domMounts(),
                new EstablishSubscriptionRpc(streams),
                new ModifySubscriptionRpc(streams),
                new DeleteSubscriptionRpc(streams),
                new KillSubscriptionRpc(streams),
                new CreateNotificationStreamRpc(streams, databind, broker.domNotifications()),
                new CreateDataChangeEventSubscriptionRpc(streams, databind, new AfterTheHead(broker.domData(), loops)));
        return new RestconfSessions(Guarded.of(server), streams, principals, endpoint());
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
