package org.qkdn.emulator.network;

import java.util.List;

/**
 * Where a member of a cluster of controllers listens.
 *
 * @param health HTTP, for whoever watches it
 * @param cluster for the other members
 */
public record MemberPorts(int restconf, int netconf, int health, int cluster) {
    public List<Integer> all() {
        return List.of(restconf, netconf, health, cluster);
    }
}
