package org.qkdn.packages;

import java.util.List;
import org.qkdn.emulator.module.ModulePorts;

/** Who listens where: the packaged ports are for one node a machine, and here are all on one. */
record Ports(int base) {
    private static final int PER_NODE = 11;

    static Ports free() {
        return new Ports(FreePorts.row(2 + PER_NODE * Site.ALL.size()));
    }

    /** The two nodes, in the order of their ports. */
    enum Site {
        ALPHA,
        BETA;

        static final List<Site> ALL = List.of(values());

        Site other() {
            return this == ALPHA ? BETA : ALPHA;
        }

        String sae() {
            return "sae-" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    int restconf() {
        return base;
    }

    int netconf() {
        return base + 1;
    }

    int agent(Site site) {
        return node(site);
    }

    int agentRestconf(Site site) {
        return node(site) + 1;
    }

    int keyDelivery(Site site) {
        return node(site) + 2;
    }

    int lkms(Site site) {
        return node(site) + 3;
    }

    int peering(Site site) {
        return node(site) + 4;
    }

    int lkmsMetrics(Site site) {
        return node(site) + 5;
    }

    int relay(Site site) {
        return node(site) + 6;
    }

    int forwarding(Site site) {
        return node(site) + 7;
    }

    int forwardingMetrics(Site site) {
        return node(site) + 8;
    }

    ModulePorts module(Site site) {
        return new ModulePorts(node(site) + 9, node(site) + 10);
    }

    private int node(Site site) {
        return base + 2 + PER_NODE * Site.ALL.indexOf(site);
    }
}
