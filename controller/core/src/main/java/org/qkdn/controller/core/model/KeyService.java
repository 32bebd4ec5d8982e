package org.qkdn.controller.core.model;

import java.util.Optional;

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
        PathRules rules,
        KeyMix mix) {
    /** Why the service exists. */
    public enum Origin {
        OPERATOR,
        REQUEST
    }
}
