package org.qkdn.netconf.client;

import java.time.Instant;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * A notification (RFC 5277) as it came over a session.
 *
 * @param number 1 for the first of the session, and one more for each: who misses one has lost it
 * @param eventTime when the server says it happened; empty where that cannot be read
 * @param body the element after eventTime
 */
public record Notification(long number, Optional<Instant> eventTime, Element body) {}
