package org.qkdn.controller.northbound.restconf;

/** The bearer of a certificate with this common name. */
public record Operator(String commonName, Role role) {}
