package org.qkdn.lkms.combine;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.qkdn.lkms.store.KeyBytes;

/**
 * Exclusive or of the shares: nobody who lacks one of them learns anything, whatever he can compute. Sound because one
 * party, the source, draws all shares, so that none can be chosen to cancel another.
 *
 * <p>A KEM share is stretched to a pad bound to the transcript and added. It cannot weaken the rest, being independent of
 * it, and it still protects the keys where every path has a disloyal node, as long as the KEM holds.
 */
record XorMix(Optional<MlKem> kem) implements Combination {
    @Override
    public String name() {
        return kem.map(share -> "xor+" + share.text()).orElse("xor");
    }

    @Override
    public int fewestLinks() {
        return kem.isPresent() ? 1 : 2;
    }

    @Override
    public Strength strength() {
        return new Strength(Strength.UNBOUNDED, kem.map(MlKem::category).orElse(0));
    }

    @Override
    public KeyBytes mix(List<KeyBytes> shares, Optional<KeyBytes> kemSecret, Transcript transcript) {
        var mixed = new byte[shares.getFirst().length()];
        for (var share : shares) {
            add(share, 0, mixed);
        }
        kemSecret.ifPresent(secret -> {
            var derivation = new Derivation(new SHA384Digest());
            for (int i = 0; i < transcript.batch().blocks(); i++) {
                try (var pad = derivation.block(List.of(secret), transcript, i)) {
                    add(pad, i * pad.length(), mixed);
                }
            }
        });
        return KeyBytes.owning(mixed);
    }

    private static void add(KeyBytes share, int at, byte[] to) {
        var bytes = share.toArray();
        for (int i = 0; i < bytes.length; i++) {
            to[at + i] ^= bytes[i];
            bytes[i] = 0;
        }
    }
}
