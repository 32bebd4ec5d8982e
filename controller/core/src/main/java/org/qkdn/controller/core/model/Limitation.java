package org.qkdn.controller.core.model;

/**
 * Something that ETSI GS QKD 015 has and one node's agent does not do, and what the controller does instead.
 *
 * @param text for the operator
 */
public record Limitation(Kind kind, String text) {
    /** What follows from it. */
    public enum Kind {
        /** Entries are told without their type, role, path and physics. */
        NO_IDENTITIES,

        /** Links are told without their path and physics: the node cannot relay. */
        NO_LINK_DETAILS,

        /** What a link does is known from its other end, from its rate, or not at all. */
        NO_LINK_STATUS,

        NO_LINK_RATE,

        /** The node is read more often. */
        NO_NOTIFICATIONS,

        /** What is refused half way leaves a part, until the next reading. */
        NOT_ATOMIC
    }

    /** Whether links are told without what makes up a relay path. */
    public boolean barsRelays() {
        return switch (kind) {
            case NO_IDENTITIES, NO_LINK_DETAILS -> true;
            case NO_LINK_STATUS, NO_LINK_RATE, NO_NOTIFICATIONS, NOT_ATOMIC -> false;
        };
    }
}
