package org.qkdn.forwarding.node;

/** What the forwarding module writes into its audit log. */
public final class AuditEvents {
    /** The agent's order, before it is carried out. */
    public static final String CONFIGURE = "configure";

    public static final String CONFIGURE_REFUSED = "configure-refused";

    /** What the LKMS asked for and the local policy does not allow. */
    public static final String RELAY_REFUSED = "relay-refused";

    /** A neighbour's message that no honest one sends: forged, replayed, out of place. */
    public static final String MESSAGE_REFUSED = "message-refused";

    /** Somebody who is no neighbour, or breaks the protocol. */
    public static final String CONNECTION_REFUSED = "connection-refused";

    /** A gRPC call by who may not call that service. */
    public static final String CALL_REFUSED = "call-refused";

    public static final String NEIGHBOUR_CONNECTED = "neighbour-connected";
    public static final String NEIGHBOUR_LOST = "neighbour-lost";

    private AuditEvents() {}
}
