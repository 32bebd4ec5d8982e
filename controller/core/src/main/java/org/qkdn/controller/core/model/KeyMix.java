package org.qkdn.controller.core.model;

import java.util.Optional;

/**
 * What a service's keys are made of. The shares of a key travel over {@code paths} relay paths that have no relay node in
 * common.
 */
public record KeyMix(Combination combination, int paths, Difference difference) {
    /** Each key as it comes over one path. */
    public static final KeyMix SINGLE = new KeyMix(Combination.SINGLE, 1, Difference.NONE);

    public KeyMix {
        if (paths < 1) {
            throw new IllegalArgumentException("a key takes at least one path: " + paths);
        }
    }

    /** What, beside nodes, no two paths may have in common. */
    public enum Difference {
        NONE,
        /** qkdi_model of the modules that make their links, which names vendor and type. */
        MODEL,
        /** qkdi_type of these modules. */
        TECHNOLOGY;

        /** What links made by this module have and no other path may have; empty where anything may be shared. */
        public Optional<String> kind(QkdModule module) {
            return switch (this) {
                case NONE -> Optional.empty();
                case MODEL -> Optional.of(module.model());
                case TECHNOLOGY -> Optional.of(module.technology());
            };
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
        return paths == 1 && difference != Difference.NONE
                ? Optional.of("different asks that paths differ, and paths is 1: raise paths, or leave different out")
                : Optional.empty();
    }
}
