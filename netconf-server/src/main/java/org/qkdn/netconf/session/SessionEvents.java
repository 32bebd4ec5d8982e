package org.qkdn.netconf.session;

import io.netty.handler.codec.DecoderException;
import java.util.concurrent.RejectedExecutionException;
import org.opendaylight.netconf.api.NetconfSessionListener;
import org.opendaylight.netconf.api.NetconfTerminationReason;
import org.opendaylight.netconf.api.messages.NetconfMessage;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the event loop brings and hands it to the session's worker: the loop never waits. */
final class SessionEvents implements NetconfSessionListener<ServerSession> {
    private static final Logger LOG = LoggerFactory.getLogger(SessionEvents.class);
    private static final int MOST_WAITING = 64;

    private final Dispatcher dispatcher;
    private final Sessions sessions;

    SessionEvents(Dispatcher dispatcher, Sessions sessions) {
        this.dispatcher = dispatcher;
        this.sessions = sessions;
    }

    @Override
    public void onSessionUp(ServerSession session) {
        session.logUp();
        sessions.add(session);
    }

    @Override
    public void onSessionDown(ServerSession session, Exception cause) {
        end(session);
    }

    @Override
    public void onSessionTerminated(ServerSession session, NetconfTerminationReason reason) {
        end(session);
    }

    @Override
    public void onMessage(ServerSession session, NetconfMessage message) {
        if (session.waiting().incrementAndGet() > MOST_WAITING) {
            session.pauseReading(true);
        }
        onWorker(session, () -> {
            try {
                dispatcher.handle(session, message.getDocument());
            } finally {
                if (session.waiting().decrementAndGet() == MOST_WAITING / 2) {
                    session.pauseReading(false);
                }
            }
        });
    }

    @Override
    public void onError(ServerSession session, Exception failure) {
        onWorker(
                session,
                () -> dispatcher.malformed(
                        session, NetconfError.rpc(ErrorTag.MALFORMED_MESSAGE, "not XML: " + failure.getMessage())));
    }

    void onBroken(ServerSession session, Throwable cause) {
        LOG.info("Session {} is closed: {}", session.id(), cause.getMessage());
        onWorker(session, () -> {
            if (cause instanceof DecoderException) {
                dispatcher.broken(
                        session, NetconfError.rpc(ErrorTag.MALFORMED_MESSAGE, "no NETCONF: " + cause.getMessage()));
            } else {
                session.close();
            }
        });
    }

    private void end(ServerSession session) {
        if (sessions.remove(session)) {
            LOG.info("Session {} of {} has ended", session.id(), session.user().name());
            onWorker(session, () -> dispatcher.ended(session));
            session.worker().shutdown();
        }
    }

    private static void onWorker(ServerSession session, Runnable task) {
        try {
            session.worker().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("Session {} has ended", session.id());
        }
    }
}
