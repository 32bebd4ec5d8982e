package org.qkdn.controller.core.schedule;

import java.util.Comparator;
import org.qkdn.controller.core.model.NodeName;

/** Two nodes that are to share keys, whichever of their modules make them. The first name comes first. */
public record Association(NodeName a, NodeName b) implements Comparable<Association> {
    private static final Comparator<Association> ORDER =
            Comparator.comparing(Association::a).thenComparing(Association::b);

    public Association {
        if (a.compareTo(b) >= 0) {
            throw new IllegalArgumentException("an association is between two nodes, in order: " + a + ", " + b);
        }
    }

    public static Association between(NodeName one, NodeName other) {
        return one.compareTo(other) < 0 ? new Association(one, other) : new Association(other, one);
    }

    @Override
    public int compareTo(Association other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return a + " - " + b;
    }
}
