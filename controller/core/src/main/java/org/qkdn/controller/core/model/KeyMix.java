package org.qkdn.controller.core.model;

import java.util.Optional;
import java.util.Set;

/**
 * What a service's keys are made of. The shares of a key travel over {@code paths} relay paths that have no relay node in
 * common.
 *
 * @param apart what, beside nodes, no two paths may have in common
 */
public record KeyMix(Combination combination, int paths, Set<SharedRisk.Kind> apart) {
    /** Each key as it comes over one path. */
    public static final KeyMix SINGLE = new KeyMix(Combination.SINGLE, 1, Set.of());

    public KeyMix {
        apart = Set.copyOf(apart);
        if (paths < 1) {
            throw new IllegalArgumentException("a key takes at least one path: " + paths);
        }
    }

    public boolean isSingle() {
        return combination == Combination.SINGLE;
    }

    /** Why it cannot be, with the remedy. */
    public Optional<String> objection() {
        if (isSingle() && paths > 1) {
            return Optional.of(
                    "paths is " + paths + ", and combination is single, which takes one: name a combination, "
                            + "such as " + Combination.HKDF_SHA384 + ", or leave paths out");
        }
        if (paths < combination.fewestPaths()) {
            return Optional.of("combination " + combination + " mixes what comes over at least "
                    + combination.fewestPaths() + " paths, and paths is " + paths + ": raise paths");
        }
        return paths == 1 && !apart.isEmpty()
                ? Optional.of("different asks that paths differ, and paths is 1: raise paths, or leave different out")
                : Optional.empty();
    }
}
