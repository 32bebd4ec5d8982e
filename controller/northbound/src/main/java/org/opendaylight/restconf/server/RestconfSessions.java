package org.opendaylight.restconf.server;

import java.net.SocketAddress;
import org.opendaylight.netconf.transport.http.HTTPScheme;
import org.opendaylight.netconf.transport.http.PipelinedHTTPServerSession;
import org.opendaylight.restconf.server.api.RestconfServer;
import org.opendaylight.restconf.server.spi.RestconfStream;

/**
 * Opens OpenDaylight's RESTCONF session, which is package-private, to a Netty pipeline of our own. Lives in OpenDaylight's
 * package for that reason alone: see docs/decisions/restconf-transport.md.
 */
public final class RestconfSessions {
    private final EndpointRoot root;

    public RestconfSessions(
            RestconfServer server,
            RestconfStream.Registry streams,
            PrincipalService principals,
            NettyEndpointConfiguration configuration) {
        root = new RestconfTransportChannelListener(server, streams, principals, configuration).root();
    }

    /** The last handler of an HTTPS connection; it expects whole HTTP/1.1 requests. */
    public PipelinedHTTPServerSession open(SocketAddress peer) {
        return new RestconfSession(HTTPScheme.HTTPS, peer, root);
    }
}
