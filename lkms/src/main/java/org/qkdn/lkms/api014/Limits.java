package org.qkdn.lkms.api014;

/**
 * What a KME accepts (ETSI GS QKD 014 6.1). Sizes in bits.
 *
 * @param maxKeyCount upper limit of keys of the default size in the store of a pair of SAEs
 * @param maxSaeIdCount how many slave SAEs more than one may be given the same key
 */
public record Limits(
        int keySize, int minKeySize, int maxKeySize, int maxKeyPerRequest, int maxKeyCount, int maxSaeIdCount) {
    /** The sizes a block of the relay can be cut into. */
    public static Limits of(int maxKeyPerRequest, int maxKeyCount, int maxSaeIdCount) {
        return new Limits(256, 64, 1024, maxKeyPerRequest, maxKeyCount, maxSaeIdCount);
    }
}
