package org.qkdn.controller.core.model;

/** Status of a key association link (ETSI GS QKD 015 link-status-types), from best to worst. */
public enum LinkStatus {
    ACTIVE,
    PASSIVE,
    PENDING,
    OFF
}
