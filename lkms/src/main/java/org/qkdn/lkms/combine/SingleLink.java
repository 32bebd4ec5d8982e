package org.qkdn.lkms.combine;

import java.util.List;
import java.util.Optional;
import org.qkdn.lkms.store.KeyBytes;

/** The keys of one link, as they come. */
record SingleLink() implements Combination {
    @Override
    public String name() {
        return "single";
    }

    @Override
    public int fewestLinks() {
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
        throw new IllegalStateException("keys of a single link are not mixed");
    }
}
