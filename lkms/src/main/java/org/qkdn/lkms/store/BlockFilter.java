package org.qkdn.lkms.store;

import java.time.Instant;

/** Which blocks of a store are good enough for a use. */
@FunctionalInterface
public interface BlockFilter {
    BlockFilter ANY = (origin, created) -> true;

    boolean admits(Origin origin, Instant created);

    /** Admits what both admit. */
    default BlockFilter and(BlockFilter other) {
        if (this == ANY) {
            return other;
        }
        return other == ANY ? this : (origin, created) -> admits(origin, created) && other.admits(origin, created);
    }
}
