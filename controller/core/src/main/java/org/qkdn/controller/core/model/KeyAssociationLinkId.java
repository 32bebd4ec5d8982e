package org.qkdn.controller.core.model;

import java.util.UUID;

/** qkdl_id of a key association link (ETSI GS QKD 015). */
public record KeyAssociationLinkId(UUID value) implements Comparable<KeyAssociationLinkId> {
    @Override
    public int compareTo(KeyAssociationLinkId other) {
        return value.toString().compareTo(other.value.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
