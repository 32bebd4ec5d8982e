package org.qkdn.lkms.combine;

import java.util.List;
import java.util.Optional;
import org.qkdn.lkms.store.KeyBytes;

/**
 * Keys as they come, each over one link: all over the same one, or over any of several.
 *
 * @param mostLinks that may be assigned
 */
record Whole(String name, int mostLinks) implements Combination {
    @Override
    public int fewestLinks() {
        return 1;
    }

    @Override
    public int paths(int links) {
        return 1;
    }

    @Override
    public Optional<MlKem> kem() {
        return Optional.empty();
    }

    @Override
    public Strength strength() {
        return new Strength(Strength.UNBOUNDED, 0);
    }

    @Override
    public KeyBytes mix(List<KeyBytes> shares, Optional<KeyBytes> kemSecret, Transcript transcript) {
        throw new IllegalStateException("keys that come whole are not mixed");
    }
}
