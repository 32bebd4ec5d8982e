package org.qkdn.controller.core.schedule;

import java.util.Set;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * Two modules that could make keys.
 *
 * @param rate while they do
 * @param shared what else it takes and only one pair has at a time, as an operator would name it: "channel 37 of span X", a
 *     switch port, an entangled source
 */
public record Candidate(ModuleId one, ModuleId other, SecretKeyRate rate, Set<String> shared) {
    public Candidate {
        shared = Set.copyOf(shared);
    }

    public Association association() {
        return Association.of(one.node(), other.node());
    }
}
