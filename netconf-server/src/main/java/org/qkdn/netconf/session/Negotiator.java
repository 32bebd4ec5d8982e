package org.qkdn.netconf.session;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Promise;
import java.util.Set;
import org.opendaylight.netconf.api.messages.HelloMessage;
import org.opendaylight.netconf.common.NetconfTimer;
import org.opendaylight.netconf.nettyutil.NetconfSessionNegotiator;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.netconf.base._1._0.rev110601.SessionIdType;
import org.qkdn.netconf.NetconfUser;

/** Exchange of hellos (RFC 6241 8.1). */
final class Negotiator extends NetconfSessionNegotiator<ServerSession, SessionEvents> {
    private static final long TIMEOUT_MILLIS = 20_000;
    private static final int LARGEST_CHUNK = 4 * 1024 * 1024;

    private final SessionIdType id;
    private final NetconfUser user;
    private final String transport;
    private final Sessions sessions;

    Negotiator(
            Set<String> capabilities,
            SessionIdType id,
            NetconfUser user,
            String transport,
            Promise<ServerSession> promise,
            Channel channel,
            NetconfTimer timer,
            SessionEvents events,
            Sessions sessions) {
        super(
                HelloMessage.createServerHello(capabilities, id),
                promise,
                channel,
                timer,
                events,
                TIMEOUT_MILLIS,
                LARGEST_CHUNK);
        this.id = id;
        this.user = user;
        this.transport = transport;
        this.sessions = sessions;
    }

    @Override
    protected void handleMessage(HelloMessage hello) throws Exception {
        final var session = getSessionForHelloMessage(hello);
        replaceHelloMessageInboundHandler(session);
        negotiationSuccessful(session);
    }

    @Override
    protected ServerSession getSession(SessionEvents events, Channel channel, HelloMessage hello) {
        return new ServerSession(events, channel, id, user, transport);
    }

    @Override
    protected void negotiationFailed(Throwable cause) {
        sessions.countBadHello();
        super.negotiationFailed(cause);
    }
}
