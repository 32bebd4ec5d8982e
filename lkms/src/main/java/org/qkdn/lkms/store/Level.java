package org.qkdn.lkms.store;

/**
 * Fill level of one store.
 *
 * @param ownBytes unused bytes of blocks this end may cut
 * @param peerBytes unused bytes of blocks the other end may cut
 * @param ownRoomy number of own blocks from which a key or pad of the size asked for can still be cut
 * @param ownPieces how many pieces of the size asked for can still be cut from own blocks
 */
public record Level(long ownBytes, long peerBytes, long ownRoomy, long ownPieces) {
    public static final Level EMPTY = new Level(0, 0, 0, 0);
}
