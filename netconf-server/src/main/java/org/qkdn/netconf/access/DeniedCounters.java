package org.qkdn.netconf.access;

import java.util.concurrent.atomic.AtomicLong;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;

/** What access control has denied since the server started (RFC 8341 3.3.4). */
final class DeniedCounters {
    final AtomicLong operations = new AtomicLong();
    final AtomicLong dataWrites = new AtomicLong();
    final AtomicLong notifications = new AtomicLong();

    void appendTo(Element nacm, String namespace) {
        Dom.append(nacm, namespace, "denied-operations", operations.toString());
        Dom.append(nacm, namespace, "denied-data-writes", dataWrites.toString());
        Dom.append(nacm, namespace, "denied-notifications", notifications.toString());
    }
}
