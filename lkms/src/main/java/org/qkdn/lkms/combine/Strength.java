package org.qkdn.lkms.combine;

/**
 * What a combination rests on, to tell a downgrade: it is one where anything of it becomes less.
 *
 * @param derivationBits security of the key derivation; {@link #UNBOUNDED} where none is in the way and keys are as good as
 *     the links'
 * @param kemCategory NIST security category of the post-quantum share; 0 without one
 */
public record Strength(int derivationBits, int kemCategory) {
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    boolean covers(Strength other) {
        return derivationBits >= other.derivationBits && kemCategory >= other.kemCategory;
    }
}
