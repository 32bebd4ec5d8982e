package org.qkdn.netconf.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.opendaylight.netconf.shaded.sshd.common.SshConstants;
import org.opendaylight.netconf.shaded.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a client over SSH that has been silent for a while whether it is still there, and hangs up when it has left three
 * such questions in a row without a sign of life: its machine is off, its network is cut, or its process is frozen. Any
 * client has to answer (RFC 4254 4), if only that it does not know the request; whatever else it sends counts as well.
 */
final class Heartbeat extends IdleStateHandler {
    /** Over TLS, TCP asks as often. */
    static final int MOST_UNANSWERED = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    // OpenSSH's name for it
    private static final String REQUEST = "keepalive@openssh.com";

    private final Session session;
    // only the event loop touches it
    private int unanswered;

    /** First in the pipeline of the session's connection, it sees all that comes in. */
    Heartbeat(Session session, Duration interval) {
        super(interval.toNanos(), 0, 0, TimeUnit.NANOSECONDS);
        this.session = session;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        unanswered = 0;
        super.channelRead(context, message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a channel being closed needs no waiting for
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) throws IOException {
        if (!context.channel().config().isAutoRead()) {
            // it is the server that does not listen, for it has enough to do for this client
            unanswered = 0;
        } else if (unanswered == MOST_UNANSWERED) {
            LOG.info(
                    "{} at {} is gone: {} requests for a sign of life without one",
                    session.getUsername(),
                    context.channel().remoteAddress(),
                    unanswered);
            context.close();
        } else {
            unanswered++;
            ask();
        }
    }

    /** The library keeps it back while keys are exchanged, and a client that dies just then is missed all the same. */
    private void ask() throws IOException {
        final var request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, REQUEST.length() + 8);
        request.putString(REQUEST);
        request.putBoolean(true);
        session.request(request, REQUEST, (kind, answer) -> {
            // that it comes is all there is to know
        });
    }
}
