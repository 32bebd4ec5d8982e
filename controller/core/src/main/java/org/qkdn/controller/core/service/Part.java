package org.qkdn.controller.core.service;

import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

/** What part of a service's rate goes over a path: {@code share} of each {@code total}, in bits per second of key. */
record Part(long share, long total) {
    static final Part ALL = new Part(1, 1);

    static Part of(Placement placement, KeyAssociationLinkId link) {
        if (placement.parts().isEmpty()) {
            return ALL;
        }
        SecretKeyRate part = placement.parts().get(link);
        long total = placement.total();
        return part == null || total == 0 ? ALL : new Part(part.bitsPerSecond(), total);
    }

    /** Of a rate that is a uint32, rounded up. */
    long of(long rate) {
        return total == share ? rate : Long.divideUnsigned(rate * share + total - 1, total);
    }

    /** What a link gives more, relay overhead included, when the whole rate goes up. */
    long cost(SecretKeyRate from, SecretKeyRate to) {
        return cost(from.bitsPerSecond(), to.bitsPerSecond());
    }

    /** The same of bare figures. */
    long cost(long from, long to) {
        return RelayOverhead.on(of(to)) - RelayOverhead.on(of(from));
    }
}
