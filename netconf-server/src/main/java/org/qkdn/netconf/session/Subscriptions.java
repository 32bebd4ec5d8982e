package org.qkdn.netconf.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.opendaylight.netconf.api.messages.NetconfMessage;
import org.opendaylight.netconf.common.NetconfTimer;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.NotificationStream;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.access.AccessControl;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.filter.NotificationSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;

/** RFC 5277, with a replay of the last notifications. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the session, which is told elsewhere
final class Subscriptions implements NotificationStream {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final int MOST_UNSENT = 1000;

    private final Map<ServerSession, Subscription> subscribed = new ConcurrentHashMap<>();
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final YangModel model;
    private final Set<String> streams;
    private final ReplayLog log;
    private final NetconfTimer timer;
    private final AccessControl access;
    private final Counters total;

    Subscriptions(
            YangModel model,
            Set<String> streams,
            ReplayLog log,
            NetconfTimer timer,
            AccessControl access,
            Counters total) {
        this.model = model;
        this.streams = streams;
        this.log = log;
        this.timer = timer;
        this.access = access;
        this.total = total;
    }

    Document create(Call call) throws NetconfError {
        final var terms = SubscriptionTerms.of(call, streams);
        if (subscribed.putIfAbsent(call.session(), new Subscription(terms)) != null) {
            throw NetconfError.protocol(ErrorTag.OPERATION_FAILED, "this session has subscribed already");
        }
        return call.ok();
    }

    /** Sends an answer; where it is that to create-subscription, notifications may follow. */
    void answer(ServerSession session, Document reply) {
        final var subscription = subscribed.get(session);
        if (subscription == null) {
            session.send(reply);
        } else {
            subscription.begin(
                    () -> session.send(reply),
                    log,
                    event -> send(session, subscription, event),
                    () -> replayed(session, subscription));
        }
    }

    void remove(ServerSession session) {
        final var subscription = subscribed.remove(session);
        if (subscription != null) {
            subscription.forgotten();
        }
    }

    @Override
    public void publish(ContainerNode notification, Instant eventTime) {
        // a mistake of the caller must not come up at a replay
        NotificationSchema.of(model.context(), notification.name().getNodeType());
        final var event = log.append(notification, eventTime);
        subscribed.forEach(
                (session, subscription) -> subscription.hear(event, heard -> send(session, subscription, heard)));
        followers.forEach(follower -> follower.hear(event));
    }

    /** Another protocol's subscription. */
    Follower follow(NetconfUser user, SubscriptionTerms terms, Follower.Sink sink) {
        final var follower = new Follower(new Subscription(terms), sink, (event, to) -> {
            final var schema =
                    NotificationSchema.of(model.context(), event.body().name().getNodeType());
            if (mayHear(user, schema) && passes(Envelopes.of(event, model), to, schema)) {
                total.outNotifications.incrementAndGet();
                return true;
            }
            return false;
        });
        followers.add(follower);
        return follower;
    }

    void leave(Follower follower) {
        followers.remove(follower);
        follower.forgotten();
    }

    ReplayLog log() {
        return log;
    }

    Set<String> streams() {
        return streams;
    }

    @Override
    public int subscribers() {
        return (int) subscribed.values().stream().filter(Subscription::isActive).count() + followers.size();
    }

    private void replayed(ServerSession session, Subscription subscription) {
        write(session, subscription, Envelopes.about("replayComplete"));
        subscription.terms().stop().ifPresent(stop -> {
            final long millis = Duration.between(Instant.now(), stop).toMillis();
            if (millis < 0) {
                complete(session, subscription);
            } else {
                subscription.endsWith(timer.newTimeout(
                        expired -> complete(session, subscription), millis + 1, TimeUnit.MILLISECONDS));
            }
        });
    }

    /** RFC 5277 2.1.1: the session may subscribe again. */
    private void complete(ServerSession session, Subscription subscription) {
        if (subscribed.remove(session, subscription)) {
            subscription.forgotten();
            write(session, subscription, Envelopes.about("notificationComplete"));
        }
    }

    private void send(ServerSession session, Subscription subscription, ReplayLog.Event event) {
        final var schema =
                NotificationSchema.of(model.context(), event.body().name().getNodeType());
        final var document = Envelopes.of(event, model);
        if (mayHear(session.user(), schema) && passes(document, subscription, schema)) {
            write(session, subscription, document);
        }
    }

    private boolean mayHear(NetconfUser user, NotificationSchema schema) {
        try {
            return access.mayHear(user, schema.definition());
        } catch (NetconfError e) {
            LOG.warn("No access rules can be read: {}", e.getMessage());
            return false;
        }
    }

    private static boolean passes(Document document, Subscription subscription, NotificationSchema schema) {
        final var filter = subscription.terms().filter();
        if (filter.isEmpty()) {
            return true;
        }
        final var root = document.getDocumentElement();
        final var eventTime = Dom.children(root).getFirst();
        root.removeChild(eventTime);
        try {
            filter.orElseThrow().applyTo(root, schema);
        } catch (NetconfError e) {
            LOG.warn("A subscription's filter fails: {}", e.getMessage());
            return false;
        }
        final var passed = Dom.firstElement(root).isPresent();
        root.insertBefore(eventTime, root.getFirstChild());
        return passed;
    }

    private void write(ServerSession session, Subscription subscription, Document document) {
        if (subscription.unsent().incrementAndGet() > MOST_UNSENT) {
            // losing some in silence would be worse: the client sees the end and can look anew
            LOG.warn("Session {} does not read its notifications and is closed", session.id());
            remove(session);
            session.close();
            return;
        }
        session.counters().outNotifications.incrementAndGet();
        total.outNotifications.incrementAndGet();
        session.sendMessage(new NetconfMessage(document))
                .addListener(sent -> subscription.unsent().decrementAndGet());
    }
}
