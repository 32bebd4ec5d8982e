package org.qkdn.controller.core.model;

import java.util.Optional;

/**
 * A key service as asked for: by the operator's configuration, or by policy because an SAE asked.
 *
 * @param priority setup priority, 0 to 7: whose rate it may take when it needs a path; 7 is the most important
 */
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
        KeyMix mix,
        Terms terms) {
    /** On no special terms. */
    public KeyService(
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
        this(
                name,
                origin,
                source,
                destination,
                minRate,
                maxRate,
                priority,
                ttlSeconds,
                rules,
                mix,
                Terms.holding(priority));
    }

    /** Why the service exists. */
    public enum Origin {
        OPERATOR,
        REQUEST
    }

    /** Holding priority; never below the setup priority, or two services could take the same rate in turns forever. */
    public int holding() {
        return Math.max(priority, terms.holdingPriority());
    }

    /** The rate that it must always have: what it asks for, or more where its blocks would come too far apart. */
    public SecretKeyRate guaranteed() {
        SecretKeyRate forJitter = terms.rateForJitter();
        return minRate.compareTo(forJitter) < 0 ? forJitter : minRate;
    }
}
