package org.qkdn.emulator.network;

import java.util.List;

/**
 * Where a member of a cluster of controllers listens.
 *
 * @param health HTTP, for whoever watches it
 * @param cluster where the other members look for it
 * @param behind where it listens for them, behind a wire that can be cut
 */
public record MemberPorts(int restconf, int netconf, int health, int cluster, int behind) {
    public List<Integer> all() {
        return List.of(restconf, netconf, health, cluster, behind);
    }
}
