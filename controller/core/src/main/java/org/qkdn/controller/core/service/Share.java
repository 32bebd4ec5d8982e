package org.qkdn.controller.core.service;

import java.util.List;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.path.KeyRelayPath;

/**
 * The link over which one share of a service's keys travels: the PHYS link itself where the path has one hop, else a VIRT
 * link over the path.
 */
public record Share(KeyAssociationLinkId link, KeyRelayPath path) {
    static Share over(KeyRelayPath path) {
        return new Share(path.links().size() == 1 ? path.links().getFirst() : Identities.virtLink(path), path);
    }

    public boolean isVirtual() {
        return path.links().size() > 1;
    }

    public List<KeyAssociationLinkId> hops() {
        return path.links();
    }
}
