package org.qkdn.agent.report;

import java.util.Optional;

/** How a QKD module does; {@code reason} says what is wrong with it. */
public record InterfaceCondition(Status status, Optional<String> reason) {
    /** ETSI GS QKD 015 iface-status-types. */
    public enum Status {
        ENABLED,
        DISABLED,
        FAILED
    }
}
