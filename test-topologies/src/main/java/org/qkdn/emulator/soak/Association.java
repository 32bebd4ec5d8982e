package org.qkdn.emulator.soak;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Two SAEs that share keys, each end the master of its own. */
public record Association(End one, End other) {
    /** An SAE and the node it lives at. */
    public record End(String site, String sae) {}

    String applicationId() {
        return id("application " + one.sae + " " + other.sae);
    }

    /** Id of the link between two nodes, PHYS where they are neighbours. */
    static String linkId(String site, String otherSite) {
        return id("link " + site + " " + otherSite);
    }

    private static String id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public String toString() {
        return one.sae + "/" + other.sae;
    }
}
