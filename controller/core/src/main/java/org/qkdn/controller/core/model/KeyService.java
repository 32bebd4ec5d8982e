package org.qkdn.controller.core.model;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A key service as asked for: by the operator's configuration, or by policy because an SAE asked. */
public record KeyService(
        String name,
        Origin origin,
        String source,
        String destination,
        SecretKeyRate minRate,
        Optional<SecretKeyRate> maxRate,
        int priority,
        Optional<Long> ttlSeconds,
        int maxHops,
        Set<NodeName> avoid,
        KeyMix mix) {
    public KeyService {
        if (maxHops < 1) {
            throw new IllegalArgumentException("a path has at least one hop: " + maxHops);
        }
        avoid = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(avoid));
    }

    /** Why the service exists. */
    public enum Origin {
        OPERATOR,
        REQUEST
    }
}
