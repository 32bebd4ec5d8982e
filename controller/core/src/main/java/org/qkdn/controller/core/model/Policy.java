package org.qkdn.controller.core.model;

import java.time.Duration;
import java.util.Set;

/**
 * How the operator wants the controller to react.
 *
 * @param holdDown how long a link that flaps must be up before it is used again; zero: at once
 * @param adopting nodes where edits that others made stay, instead of being corrected
 * @param reoptimisation when services that work are moved for gain
 * @param storeHorizon services leave a link whose key store would be empty within this time; zero: they stay
 */
public record Policy(Duration holdDown, Set<NodeName> adopting, Reoptimisation reoptimisation, Duration storeHorizon) {
    public static final Duration STORE_HORIZON = Duration.ofMinutes(2);

    public static final Policy DEFAULT = new Policy(Duration.ofSeconds(10), Set.of());

    public Policy {
        adopting = Set.copyOf(adopting);
    }

    public Policy(Duration holdDown, Set<NodeName> adopting, Reoptimisation reoptimisation) {
        this(holdDown, adopting, reoptimisation, STORE_HORIZON);
    }

    public Policy(Duration holdDown, Set<NodeName> adopting) {
        this(holdDown, adopting, Reoptimisation.DEFAULT);
    }
}
