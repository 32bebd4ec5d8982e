package org.qkdn.netconf.session;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opendaylight.netconf.api.messages.NetconfMessage;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NotificationStream;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.DataXml;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.filter.Filter;
import org.qkdn.netconf.filter.NotificationSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;

/** RFC 5277 without replay. */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the session, which is told elsewhere
final class Subscriptions implements NotificationStream {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final int MOST_UNSENT = 1000;

    private final Map<ServerSession, Subscription> subscribed = new ConcurrentHashMap<>();
    private final YangModel model;
    private final Set<String> streams;
    private final Counters total;

    Subscriptions(YangModel model, Set<String> streams, Counters total) {
        this.model = model;
        this.streams = streams;
        this.total = total;
    }

    Document create(Call call) throws NetconfError {
        final var stream = text(call, "stream");
        if (!stream.map(streams::contains).orElse(true)) {
            throw NetconfError.protocol(ErrorTag.INVALID_VALUE, "there is no stream " + stream.orElseThrow())
                    .withInfo("bad-element", "stream");
        }
        if (text(call, "startTime").isPresent()) {
            throw NetconfError.protocol(ErrorTag.OPERATION_FAILED, "no stream here can be replayed")
                    .withInfo("bad-element", "startTime");
        }
        if (text(call, "stopTime").isPresent()) {
            throw NetconfError.protocol(ErrorTag.MISSING_ELEMENT, "stopTime needs a startTime")
                    .withInfo("bad-element", "startTime");
        }
        // ncclient sends the filter in the base namespace
        final var own = Filter.of(call.operation(), Dispatcher.NOTIFICATION);
        final var filter = own.isPresent() ? own : Filter.of(call.operation(), Dom.BASE);
        if (subscribed.putIfAbsent(call.session(), new Subscription(filter)) != null) {
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
            subscription.activate(() -> session.send(reply));
        }
    }

    void remove(ServerSession session) {
        subscribed.remove(session);
    }

    @Override
    public void publish(ContainerNode notification, Instant eventTime) {
        final var schema =
                NotificationSchema.of(model.context(), notification.name().getNodeType());
        final var document = XmlUtil.newDocument();
        final var root = Dom.append(document, Dispatcher.NOTIFICATION, "notification");
        Dom.append(root, Dispatcher.NOTIFICATION, "eventTime", eventTime.toString());
        DataXml.appendNotification(model.context(), notification, root);
        subscribed.forEach((session, subscription) -> {
            final var copy = XmlUtil.createDocumentCopy(document);
            if (passes(copy, subscription, schema)) {
                subscription.ifActive(() -> send(session, subscription, copy));
            }
        });
    }

    @Override
    public int subscribers() {
        return (int) subscribed.values().stream().filter(Subscription::isActive).count();
    }

    private static boolean passes(Document document, Subscription subscription, NotificationSchema schema) {
        if (subscription.filter().isEmpty()) {
            return true;
        }
        final var root = document.getDocumentElement();
        final var eventTime = Dom.children(root).getFirst();
        root.removeChild(eventTime);
        try {
            subscription.filter().orElseThrow().applyTo(root, schema);
        } catch (NetconfError e) {
            LOG.warn("A subscription's filter fails: {}", e.getMessage());
            return false;
        }
        final var passed = Dom.firstElement(root).isPresent();
        root.insertBefore(eventTime, root.getFirstChild());
        return passed;
    }

    private void send(ServerSession session, Subscription subscription, Document document) {
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

    private static Optional<String> text(Call call, String name) {
        return Dom.child(call.operation(), Dispatcher.NOTIFICATION, name)
                .map(element -> element.getTextContent().strip());
    }
}
