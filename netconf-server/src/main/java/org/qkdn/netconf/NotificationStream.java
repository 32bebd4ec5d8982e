package org.qkdn.netconf;

import java.time.Instant;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;

/** The event stream of a server (RFC 5277). */
public interface NotificationStream {
    /**
     * Sends to every subscribed session whose filter lets it through; never blocks on a slow one.
     *
     * @param notification the body, a container named like the notification statement
     * @throws IllegalArgumentException when it is no notification of the model
     */
    void publish(ContainerNode notification, Instant eventTime);

    int subscribers();
}
