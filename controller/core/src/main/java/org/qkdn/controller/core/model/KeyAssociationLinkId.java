package org.qkdn.controller.core.model;

import java.util.UUID;

/** qkdl_id of a key association link (ETSI GS QKD 015). */
public record KeyAssociationLinkId(UUID value) implements Comparable<KeyAssociationLinkId> {
    @Override
    public int compareTo(KeyAssociationLinkId other) {
        // the order of their texts, which UUID's own is not
        int most = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return most != 0
                ? most
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
