package org.qkdn.emulator.topology;

import java.util.List;
import java.util.UUID;

/**
 * A place with one QKD node.
 *
 * @param name upper case; also the node's name
 * @param domain the operator's network it belongs to
 * @param id qkdn_id of the node
 * @param saes SAE IDs of the applications at the site
 */
public record Site(String name, String domain, UUID id, List<String> saes) {
    public Site {
        saes = List.copyOf(saes);
    }
}
