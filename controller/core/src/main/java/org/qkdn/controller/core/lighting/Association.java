package org.qkdn.controller.core.lighting;

import java.util.Comparator;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.pairing.DirectLink;

/** Two nodes that share key, in whichever direction light goes; {@code a} is the smaller name. */
public record Association(NodeName a, NodeName b) implements Comparable<Association> {
    private static final Comparator<Association> ORDER =
            Comparator.comparing(Association::a).thenComparing(Association::b);

    public static Association of(NodeName one, NodeName other) {
        return one.compareTo(other) < 0 ? new Association(one, other) : new Association(other, one);
    }

    static Association of(DirectLink link) {
        return of(link.transmitter().node(), link.receiver().node());
    }

    @Override
    public int compareTo(Association other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return a + "-" + b;
    }
}
