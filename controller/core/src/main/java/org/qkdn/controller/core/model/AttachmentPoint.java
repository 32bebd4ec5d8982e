package org.qkdn.controller.core.model;

/** Optical switch, or passive panel, and the port a module is patched to (qkdi_att_point). */
public record AttachmentPoint(String device, long port) {}
