package org.qkdn.lkms;

/** What the LKMS writes into its audit log. */
public final class AuditEvents {
    /** The agent's order, before it is carried out. */
    public static final String CONFIGURE = "configure";

    /** A certificate of our CA that names none of this node's SAEs. */
    public static final String STRANGER_REFUSED = "stranger-refused";

    /** A TLS handshake that failed, or was not carried on. */
    public static final String CONNECTION_REFUSED = "connection-refused";

    /** A request that is no HTTP, too large, or does not arrive in time. */
    public static final String REQUEST_REFUSED = "request-refused";

    /** A gRPC call by who may not call that service. */
    public static final String CALL_REFUSED = "call-refused";

    public static final String PSK_HANDSHAKE_REFUSED = "psk-handshake-refused";
    public static final String ETSI004_REFUSED = "etsi004-refused";

    /** Another node's message about combined keys, whatever is wrong with it. */
    public static final String COMBINATION_REFUSED = "combination-refused";

    /** Another LKMS asked to make keys of a link keys of an application that is not served so, or named bytes used before. */
    public static final String DIRECT_KEYS_REFUSED = "direct-keys-refused";

    /** Keys shared by another node whose tag is wrong. */
    public static final String SHARE_REFUSED = "share-refused";

    /** What the local policy does not allow, whoever ordered it. */
    public static final String APPLICATION_NOT_FILLED = "application-not-filled";

    public static final String PUSH_REFUSED = "push-refused";
    public static final String PUSH_WITHOUT_TLS = "push-without-tls";

    private AuditEvents() {}
}
