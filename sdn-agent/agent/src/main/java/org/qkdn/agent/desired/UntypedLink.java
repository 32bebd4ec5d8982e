package org.qkdn.agent.desired;

/** A link whose qkdl_type is missing; refused before it becomes configuration. */
public record UntypedLink(String id, boolean enabled, LinkEnd local, LinkEnd remote) implements Link {}
