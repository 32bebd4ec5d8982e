package org.qkdn.netconf.session;

import java.util.concurrent.atomic.AtomicLong;

/** RFC 6022 2.1.5, of one session or of the server. */
final class Counters {
    final AtomicLong inRpcs = new AtomicLong();
    final AtomicLong inBadRpcs = new AtomicLong();
    final AtomicLong outRpcErrors = new AtomicLong();
    final AtomicLong outNotifications = new AtomicLong();
}
