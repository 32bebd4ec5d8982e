package org.qkdn.lkms.api014;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.qkdn.lkms.store.BlockFilter;

/**
 * What an SAE wants of a key's origin, by the extensions that we know.
 *
 * @param direct true: from one QKD link; false: relayed
 * @param leastPaths on how many disjoint paths shares of it travelled at least
 * @param maxAge since the key came to both ends
 */
record KeyQuality(Optional<Boolean> direct, int leastPaths, Optional<Duration> maxAge) {
    static final KeyQuality ANY = new KeyQuality(Optional.empty(), 0, Optional.empty());

    BlockFilter at(Instant now) {
        if (equals(ANY)) {
            return BlockFilter.ANY;
        }
        var oldest = maxAge.map(now::minus).orElse(Instant.MIN);
        return (origin, created) ->
                direct.map(wanted -> wanted == origin.direct()).orElse(true)
                        && origin.paths() >= leastPaths
                        && !created.isBefore(oldest);
    }
}
