package org.qkdn.controller.core.model;

import java.util.Optional;
import java.util.Set;

/**
 * What a service's keys are made of. The shares of a key travel over {@code paths} relay paths that have no relay node in
 * common. A split service has no shares of keys but of its rate: on at most {@code paths} paths that have no link in common.
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

    /** Whether each key comes whole over one of the paths. */
    public boolean isSplit() {
        return combination == Combination.SPLIT;
    }

    /** Paths without which there is no service. */
    public int fewestPaths() {
        return isSplit() ? 1 : paths;
    }

    /** Why it cannot be, with the remedy. */
    public Optional<String> objection() {
        if (isSingle() && paths > 1) {
            return Optional.of(
                    "paths is " + paths + ", and combination is single, which takes one: name a combination, "
                            + "such as " + Combination.HKDF_SHA384 + ", or leave paths out");
        }
        if (isSplit() && paths < combination.fewestPaths()) {
            return Optional.of("combination split spreads a rate over at most as many paths as paths says, and that is "
                    + paths + ": raise paths, or ask for combination single");
        }
        if (isSplit() && !apart.isEmpty()) {
            return Optional.of("different asks that paths differ, and those of combination split need not, for no key"
                    + " is protected by another path: leave different out");
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
