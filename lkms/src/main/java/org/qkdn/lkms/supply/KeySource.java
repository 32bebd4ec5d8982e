package org.qkdn.lkms.supply;

import java.util.List;

/**
 * A QKD module's keys, however it delivers them. The module at the other end of the link has the same keys under the same
 * ids. Of each key one end alone decides, from the first, whether and when it is used: that end takes it and announces its
 * id, the other finds it by the id. Peers are named by the SAE ID of their LKMS. What a source has once given away it
 * never gives again.
 */
public interface KeySource extends AutoCloseable {
    /** For an operator. */
    String name();

    /** Keys of one size that this end may take; the caller closes them. */
    KeyContainer take(String peer, Wanted wanted) throws RefusedException, InterruptedException;

    /** The keys of these ids, which the peer took, in this order; the caller closes them. All or none. */
    KeyContainer find(String peer, List<String> ids) throws RefusedException, InterruptedException;

    /** True where the peer must find keys in the order in which this end took them. */
    default boolean isInOrder() {
        return false;
    }

    /** Ids by which the peer must be told first that this end wants keys; empty where that is not so, or done. */
    default List<String> invitation(String peer) throws RefusedException, InterruptedException {
        return List.of();
    }

    /** Follows the peer's {@link #invitation}. */
    default void accept(String peer, List<String> ids) throws RefusedException, InterruptedException {
        throw new RefusedException(name() + " needs no invitation, but the neighbour sent one: the two ends of the link"
                + " must have modules of the same kind");
    }

    @Override
    void close();

    /**
     * How much to take: not less than the least, which is refused, and not more than the most.
     *
     * @param mostKeys as many as one announcement can name
     */
    record Wanted(int leastBytes, int mostBytes, int mostKeys) {
        /** So many keys of this size. */
        int most(int keyBytes) {
            return Math.clamp(mostBytes / keyBytes, 1, mostKeys);
        }

        /** So many at least: where keys are short, as many as can be named must do. */
        int least(int keyBytes) {
            return Math.clamp(Math.ceilDiv(leastBytes, keyBytes), 1, most(keyBytes));
        }
    }
}
