package org.qkdn.controller.core.model;

/** Identity of a secure application entity (ETSI GS QKD 014). */
public record SaeId(String value) implements Comparable<SaeId> {
    public SaeId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("SAE ID is empty");
        }
    }

    @Override
    public int compareTo(SaeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
