package org.qkdn.controller.core.model;

/** Name of a QKD node in the operator's inventory. */
public record NodeName(String value) implements Comparable<NodeName> {
    public NodeName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("node name is empty");
        }
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
