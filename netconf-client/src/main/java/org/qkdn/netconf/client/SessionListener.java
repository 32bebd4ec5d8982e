package org.qkdn.netconf.client;

import org.w3c.dom.Element;

/** What a session tells unasked. Called on a network thread: must return at once. */
public interface SessionListener {
    /** A notification (RFC 5277): {@code body} is the element after eventTime. */
    void notified(Element body);

    /** The same with its place among the session's notifications, for who must know what was lost or came late. */
    default void notified(Notification notification) {
        notified(notification.body());
    }

    /** The session ended; called once, also after {@link NetconfSession#close}. */
    void closed(String reason);

    /** For a session that only asks. */
    SessionListener NONE = new SessionListener() {
        @Override
        public void notified(Element body) {
            // nothing was subscribed to
        }

        @Override
        public void closed(String reason) {
            // the next request tells
        }
    };
}
