package org.qkdn.agent.desired;

/** Optical switch, or passive panel, and the port there that a module's fibre goes to. */
public record Attachment(String device, long port) {}
