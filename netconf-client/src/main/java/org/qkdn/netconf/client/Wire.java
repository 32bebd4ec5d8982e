package org.qkdn.netconf.client;

import java.util.Optional;
import java.util.function.Function;
import org.opendaylight.netconf.api.NetconfTerminationReason;
import org.opendaylight.netconf.api.messages.NetconfMessage;
import org.opendaylight.netconf.client.NetconfClientSession;
import org.opendaylight.netconf.client.NetconfClientSessionListener;

/** Hands what OpenDaylight's session hears to ours, from its first moment. */
final class Wire implements NetconfClientSessionListener {
    private final Function<NetconfClientSession, NetconfSession> open;
    private volatile Optional<NetconfSession> session = Optional.empty();
    private volatile boolean abandoned;

    Wire(Function<NetconfClientSession, NetconfSession> open) {
        this.open = open;
    }

    /** Once OpenDaylight says that the session is up. */
    NetconfSession session() {
        return session.orElseThrow();
    }

    /** Nobody waits for this session any more: one that comes up late is closed. */
    void abandon() {
        abandoned = true;
        session.ifPresent(NetconfSession::close);
    }

    @Override
    public void onSessionUp(NetconfClientSession up) {
        session = Optional.of(open.apply(up));
        if (abandoned) {
            up.close();
        }
    }

    @Override
    public void onSessionDown(NetconfClientSession down, Exception cause) {
        session.ifPresent(s -> s.ended("the server closed the connection"));
    }

    @Override
    public void onSessionTerminated(NetconfClientSession down, NetconfTerminationReason reason) {
        session.ifPresent(s -> s.ended("closed"));
    }

    @Override
    public void onMessage(NetconfClientSession from, NetconfMessage message) {
        session.ifPresent(s -> s.received(message.getDocument().getDocumentElement()));
    }

    @Override
    public void onError(NetconfClientSession from, Exception failure) {
        // an answer that cannot be read will never be matched to its request
        session.ifPresent(s -> s.ended("the server sent what is not NETCONF: " + failure.getMessage()));
    }
}
