package org.qkdn.controller.core.model;

import java.util.UUID;

/** app_id of an application (ETSI GS QKD 015). */
public record ApplicationId(UUID value) implements Comparable<ApplicationId> {
    @Override
    public int compareTo(ApplicationId other) {
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
