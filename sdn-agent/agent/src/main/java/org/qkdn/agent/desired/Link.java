package org.qkdn.agent.desired;

/** A key association link as the controller wants it at this node. */
public sealed interface Link permits PhysLink, VirtLink, UntypedLink {
    String id();

    boolean enabled();

    LinkEnd local();

    LinkEnd remote();
}
