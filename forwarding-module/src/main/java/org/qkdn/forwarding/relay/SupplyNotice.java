package org.qkdn.forwarding.relay;

import java.util.List;
import java.util.UUID;

/** Names keys that one end of a PHYS link has fetched from its module, so that the other end fetches the same. */
public record SupplyNotice(UUID linkId, UUID blockId, int keySizeBits, List<String> keyIds) {
    public SupplyNotice {
        keyIds = List.copyOf(keyIds);
    }
}
