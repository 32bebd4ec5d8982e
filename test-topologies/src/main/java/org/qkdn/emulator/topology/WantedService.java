package org.qkdn.emulator.topology;

import java.util.Optional;

/**
 * A key service between two SAEs that the network starts with.
 *
 * @param refresh how the two draw keys; absent where the file does not say
 */
public record WantedService(String name, String source, String destination, Optional<Refresh> refresh) {
    /** Every so many seconds they take this many keys of 256 bit. */
    public record Refresh(int seconds, int keys) {}
}
