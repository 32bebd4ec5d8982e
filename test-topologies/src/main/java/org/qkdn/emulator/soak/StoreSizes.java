package org.qkdn.emulator.soak;

/**
 * How much an LKMS of the chain keeps: the part {@code store} of its configuration.
 *
 * @param targetBlocks own blocks per application
 * @param linkTargetBits own bits per PHYS link
 * @param relaysInFlight blocks on their way at once
 */
public record StoreSizes(int targetBlocks, int linkTargetBits, int relaysInFlight) {
    /** Enough to deliver while a node of the chain is down, and no more than is filled within seconds. */
    public static final StoreSizes LARGE = new StoreSizes(256, 1 << 23, 64);

    /** Full at once, for tests that want to see that nothing changes. */
    public static final StoreSizes SMALL = new StoreSizes(8, 1 << 18, 8);

    /** Blocks of the other end are never given up for their number: each key that was handed out must be found. */
    private static final int ALL_PEER_BLOCKS = 1 << 20;

    String toYaml() {
        return "store: {targetBlocks: %d, linkTargetBits: %d, relaysInFlight: %d, mostPeerBlocks: %d}%n"
                .formatted(targetBlocks, linkTargetBits, relaysInFlight, ALL_PEER_BLOCKS);
    }
}
