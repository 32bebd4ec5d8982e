package org.qkdn.agent.plan;

import org.qkdn.node.v1.RelayLink;

/** What the forwarding module can be told about one VIRT link. */
public sealed interface Relay {
    record Usable(RelayLink link) implements Relay {}

    /** Not all is known yet; {@code reason} says what is missing. */
    record Incomplete(String reason) implements Relay {}
}
