package org.qkdn.netconf.session;

import java.time.Instant;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.DataXml;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Document;

/** Notifications as NETCONF sends them (RFC 5277 4). */
final class Envelopes {
    private Envelopes() {}

    static Document of(ReplayLog.Event event, YangModel model) {
        final var document = envelope(event.time());
        DataXml.appendNotification(model.context(), event.body(), document.getDocumentElement());
        return document;
    }

    /** What a subscription itself has to say, such as {@code replayComplete}. */
    static Document about(String name) {
        final var document = envelope(Instant.now());
        Dom.append(document.getDocumentElement(), ServerState.NETMOD_NOTIFICATION, name);
        return document;
    }

    private static Document envelope(Instant eventTime) {
        final var document = XmlUtil.newDocument();
        final var root = Dom.append(document, Dispatcher.NOTIFICATION, "notification");
        Dom.append(root, Dispatcher.NOTIFICATION, "eventTime", eventTime.toString());
        return document;
    }
}
