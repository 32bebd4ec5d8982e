package org.qkdn.lkms.combine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.qkdn.lkms.store.KeyBytes;

/**
 * Each block is derived (HKDF) from the shares' blocks of the same place, and from the KEM share: secret as long as one share
 * is and the hash holds. Computationally so only, unlike the exclusive or.
 */
record HkdfMix(Hash hash, Optional<MlKem> kem) implements Combination {
    /** The hashes HKDF may be built on. */
    enum Hash {
        SHA256(256),
        SHA384(384);

        private final int bits;

        Hash(int bits) {
            this.bits = bits;
        }

        Digest digest() {
            return switch (this) {
                case SHA256 -> new SHA256Digest();
                case SHA384 -> new SHA384Digest();
            };
        }
    }

    @Override
    public String name() {
        var base = "hkdf-sha" + hash.bits;
        return kem.map(share -> base + "+" + share.text()).orElse(base);
    }

    @Override
    public int fewestLinks() {
        return kem.isPresent() ? 1 : 2;
    }

    @Override
    public Strength strength() {
        return new Strength(hash.bits, kem.map(MlKem::category).orElse(0));
    }

    @Override
    public KeyBytes mix(List<KeyBytes> shares, Optional<KeyBytes> kemSecret, Transcript transcript) {
        var derivation = new Derivation(hash.digest());
        var mixed = new byte[shares.getFirst().length()];
        int length = mixed.length / transcript.batch().blocks();
        for (int i = 0; i < transcript.batch().blocks(); i++) {
            int from = i * length;
            var secrets = new ArrayList<KeyBytes>();
            shares.forEach(share -> secrets.add(share.slice(from, length)));
            kemSecret.ifPresent(secrets::add);
            try (var block = derivation.block(secrets, transcript, i)) {
                block.copyTo(mixed, from);
            }
            secrets.subList(0, shares.size()).forEach(KeyBytes::close);
        }
        return KeyBytes.owning(mixed);
    }
}
