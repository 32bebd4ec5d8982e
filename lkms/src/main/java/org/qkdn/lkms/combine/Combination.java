package org.qkdn.lkms.combine;

import java.util.List;
import java.util.Optional;
import org.qkdn.lkms.store.KeyBytes;

/** A way of making keys from shares, known to both ends by its name. */
public sealed interface Combination permits Whole, XorMix, HkdfMix {
    /** As the service and the key's extension name it; never to be given another meaning. */
    String name();

    /** The fewest links it makes sense with. */
    int fewestLinks();

    /** On how many of so many links each key rests. */
    default int paths(int links) {
        return links;
    }

    /** The post-quantum share that is mixed in, if any. */
    Optional<MlKem> kem();

    Strength strength();

    /**
     * As many bytes as each of the shares has.
     *
     * @param shares one per link, all of the same length, in the order of the links
     * @param kemSecret where the combination has a KEM share
     */
    KeyBytes mix(List<KeyBytes> shares, Optional<KeyBytes> kemSecret, Transcript transcript);
}
