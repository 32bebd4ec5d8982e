package org.qkdn.lkms.peer;

import java.util.Optional;
import java.util.UUID;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;

/**
 * Another node; its KME is {@code kme-<name>} where it is not named.
 *
 * @param peering where its LKMS listens for its peers
 */
public record PeerConfiguration(UUID id, String name, String kmeId, Optional<Endpoint> peering) {
    public PeerConfiguration {
        if (id == null) {
            throw new IllegalArgumentException("'peers.id' is missing: give a UUID");
        }
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("'peers.name' is missing: give a node name");
        }
        kmeId = kmeId == null ? "kme-" + name : kmeId;
        peering = peering == null ? Optional.empty() : peering;
    }
}
