package org.qkdn.controller.core.service;

import java.util.List;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.path.KeyRelayPath;

/**
 * The link that backs a key service: the PHYS link itself where the path has one hop, else a VIRT link over the path.
 */
public record Placement(KeyAssociationLinkId link, KeyRelayPath path) {
    public boolean isVirtual() {
        return path.links().size() > 1;
    }

    public List<KeyAssociationLinkId> hops() {
        return path.links();
    }
}
