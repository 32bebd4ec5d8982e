package org.qkdn.controller.core.model;

import java.util.UUID;

/** app_id of an application (ETSI GS QKD 015). */
public record ApplicationId(UUID value) implements Comparable<ApplicationId> {
    @Override
    public int compareTo(ApplicationId other) {
        return value.toString().compareTo(other.value.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
