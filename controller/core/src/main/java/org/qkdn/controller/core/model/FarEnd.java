package org.qkdn.controller.core.model;

import java.util.UUID;

/**
 * The module at the other end of a quantum channel, by what it proved to the module at this end.
 *
 * @param node its qkdn_id
 * @param moduleInterface its qkdi_id
 */
public record FarEnd(UUID node, long moduleInterface) {
    @Override
    public String toString() {
        return node + "/" + moduleInterface;
    }
}
