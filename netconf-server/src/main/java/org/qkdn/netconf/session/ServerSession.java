package org.qkdn.netconf.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.opendaylight.netconf.api.messages.NetconfMessage;
import org.opendaylight.netconf.nettyutil.AbstractNetconfSession;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.netconf.base._1._0.rev110601.SessionIdType;
import org.qkdn.netconf.NetconfUser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;

/** One client's session. Its requests are carried out one after the other, on a thread of its own. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the session, which is told elsewhere
final class ServerSession extends AbstractNetconfSession<ServerSession, SessionEvents> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

    private final SessionEvents events;
    private final NetconfUser user;
    private final String transport;
    private final Instant loginTime = Instant.now();
    private final Counters counters = new Counters();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("netconf-session").factory());

    ServerSession(SessionEvents events, Channel channel, SessionIdType id, NetconfUser user, String transport) {
        super(events, channel, id);
        this.events = events;
        this.user = user;
        this.transport = transport;
    }

    long id() {
        return sessionId().getValue().toJava();
    }

    NetconfUser user() {
        return user;
    }

    /** Name of the identity in RFC 6022. */
    String transport() {
        return transport;
    }

    Instant loginTime() {
        return loginTime;
    }

    Counters counters() {
        return counters;
    }

    /** Requests that are read and not yet answered. */
    AtomicInteger waiting() {
        return waiting;
    }

    ExecutorService worker() {
        return worker;
    }

    String remoteHost() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
    }

    /** For whoever asks later who it was. */
    void logChange() {
        LOG.info(
                "Session {} of {} from {} has changed running at {}",
                id(),
                user.name(),
                remoteHost(),
                channel.localAddress());
    }

    void logUp() {
        LOG.info("Session {} of {} from {} is up at {}", id(), user.name(), remoteHost(), channel.localAddress());
    }

    void send(Document document) {
        sendMessage(new NetconfMessage(document));
    }

    /** Sends, then hangs up. */
    void sendLast(Document document) {
        sendMessage(new NetconfMessage(document)).addListener(sent -> close());
    }

    /** A client that sends faster than it is served has to wait. */
    void pauseReading(boolean paused) {
        channel.config().setAutoRead(!paused);
    }

    /** The stream is no longer one of NETCONF messages: it cannot go on (RFC 6242 4.2). */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        events.onBroken(this, cause);
    }

    @Override
    protected ServerSession thisInstance() {
        return this;
    }
}
