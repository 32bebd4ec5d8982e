package org.qkdn.netconf.client;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * A session that also hears a server's notifications, over a second one where the server lacks :interleave (RFC 5277 6).
 * Both live and die together. A server without notifications is not an error: it just stays silent.
 */
public final class SubscribedSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SubscribedSession.class);

    private final NetconfSession requests;
    private final Optional<NetconfSession> events;
    private final boolean subscribed;

    private SubscribedSession(NetconfSession requests, Optional<NetconfSession> events, boolean subscribed) {
        this.requests = requests;
        this.events = events;
        this.subscribed = subscribed;
    }

    /** Subscribes to the stream of that name, or to the default one where the server does not know it. */
    public static SubscribedSession open(
            NetconfClients clients, NetconfTarget target, String stream, SessionListener listener) throws IOException {
        final var once = new Once(listener);
        final var requests = clients.connect(target, once);
        try {
            if (!requests.offers("notification")) {
                LOG.info("{} offers no notifications", target.address());
                return new SubscribedSession(requests, Optional.empty(), false);
            }
            if (requests.offers("interleave")) {
                final var subscribed = subscribe(target, requests, stream);
                return new SubscribedSession(requests, Optional.empty(), subscribed);
            }
            return beside(requests, clients, target, stream, once);
        } catch (IOException e) {
            requests.close();
            throw e;
        }
    }

    /** Whether the server took the subscription; it just stays silent where not. */
    public boolean isSubscribed() {
        return subscribed;
    }

    public NetconfSession requests() {
        return requests;
    }

    public Reply call(Rpc rpc) throws IOException {
        return requests.call(rpc);
    }

    public Element demand(Rpc rpc) throws IOException {
        return requests.demand(rpc);
    }

    @Override
    public void close() {
        events.ifPresent(NetconfSession::close);
        requests.close();
    }

    private static SubscribedSession beside(
            NetconfSession requests,
            NetconfClients clients,
            NetconfTarget target,
            String stream,
            SessionListener listener)
            throws IOException {
        final var events = clients.connect(target, listener);
        try {
            final var subscribed = subscribe(target, events, stream);
            return new SubscribedSession(requests, Optional.of(events), subscribed);
        } catch (IOException e) {
            events.close();
            throw e;
        }
    }

    private static boolean subscribe(NetconfTarget target, NetconfSession session, String stream) throws IOException {
        if (session.call(Rpc.subscribe(stream)) instanceof Reply.Refused named
                && session.call(Rpc.subscribe()) instanceof Reply.Refused refused) {
            LOG.warn("{} refuses a subscription: {}; {}", target.address(), named.text(), refused.text());
            return false;
        }
        return true;
    }

    /** Of two sessions, the first that ends counts. */
    private record Once(SessionListener listener, AtomicBoolean ended) implements SessionListener {
        Once(SessionListener listener) {
            this(listener, new AtomicBoolean());
        }

        @Override
        public void notified(Element body) {
            listener.notified(body);
        }

        @Override
        public void notified(Notification notification) {
            listener.notified(notification);
        }

        @Override
        public void closed(String reason) {
            if (ended.compareAndSet(false, true)) {
                listener.closed(reason);
            }
        }
    }
}
