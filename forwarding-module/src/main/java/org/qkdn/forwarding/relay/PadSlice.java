package org.qkdn.forwarding.relay;

import java.util.UUID;

/** Names a range of a key block that both ends of a PHYS link hold; offset and length in bytes. Carries no key. */
public record PadSlice(UUID linkId, UUID blockId, int offset, int length) {
    public PadSlice {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("negative range: " + offset + "+" + length);
        }
    }
}
