package org.qkdn.netconf.client;

import java.util.Locale;

/** A configuration datastore of a NETCONF server. */
public enum Store {
    RUNNING,
    CANDIDATE,
    STARTUP;

    String element() {
        return name().toLowerCase(Locale.ROOT);
    }
}
