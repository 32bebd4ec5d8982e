package org.qkdn.emulator.network;

import java.util.LinkedHashSet;
import java.util.List;
import org.qkdn.emulator.module.ModulePorts;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.Topology;

/**
 * Who listens where on the loopback: the controller at the base, 20 ports per node from base + 100 in the order of the
 * topology file, one per switch from base + 600, and 10 more per node, for its services beside ETSI GS QKD 014, from base + 700.
 */
public record PortPlan(int base, Topology topology) {
    /** The last port of the plan, from the base. */
    public static final int SIZE = 950;

    public PortPlan {
        if (base < 1024 || base + SIZE > 65_536) {
            throw new IllegalArgumentException(
                    "port base " + base + " is wrong: choose one from 1024 to " + (65_536 - SIZE));
        }
    }

    public int restconf() {
        return base;
    }

    public int controllerNetconf() {
        return base + 1;
    }

    /** Of a member of a cluster of controllers, from 1 to 9; the first has the ports of a controller that is alone. */
    public MemberPorts member(int number) {
        if (number < 1 || number > 9) {
            throw new IllegalArgumentException("member " + number + ": there are ports for members 1 to 9");
        }
        int first = base + 10 * (number - 1);
        return new MemberPorts(first, first + 1, first + 2, first + 3, first + 4);
    }

    public int agent(String site) {
        return node(site);
    }

    public int keyDelivery(String site) {
        return node(site) + 1;
    }

    public int lkms(String site) {
        return node(site) + 2;
    }

    public int relay(String site) {
        return node(site) + 3;
    }

    public int forwarding(String site) {
        return node(site) + 4;
    }

    /** Where the node's LKMS listens for those of other nodes. */
    public int peering(String site) {
        return services(site);
    }

    /** Where the node's LKMS serves the binary form of ETSI GS QKD 004. */
    public int keyStreams(String site) {
        return services(site) + 1;
    }

    /** Where the node's LKMS tells its metrics. */
    public int lkmsMetrics(String site) {
        return services(site) + 2;
    }

    /** Where the node's forwarding module tells its metrics. */
    public int forwardingMetrics(String site) {
        return services(site) + 3;
    }

    /** Where the node's agent serves RESTCONF. */
    public int agentRestconf(String site) {
        return services(site) + 4;
    }

    /** Where the modules of the node that push their keys find its LKMS. */
    public int push(String site) {
        return services(site) + 7;
    }

    /** Where the node's LKMS serves SKIP clients with certificates. */
    public int skip(String site) {
        return services(site) + 5;
    }

    /** Where the node's LKMS serves SKIP clients with pre-shared keys. */
    public int skipPsk(String site) {
        return services(site) + 6;
    }

    public ModulePorts module(ModuleRef ref) {
        var here = topology.modulesAt(ref.site());
        for (int m = 0; m < here.size(); m++) {
            if (here.get(m).ref().equals(ref)) {
                int first = node(ref.site()) + 5 + 2 * m;
                return new ModulePorts(
                        first,
                        switch (here.get(m).type().delivery()) {
                            case ETSI014 -> first + 1;
                            case PUSH -> push(ref.site());
                        });
            }
        }
        throw new IllegalArgumentException("unknown module " + ref);
    }

    public int opticalSwitch(String site) {
        for (int j = 0; j < topology.switches().size(); j++) {
            if (topology.switches().get(j).site().equals(site)) {
                return base + 600 + j;
            }
        }
        throw new IllegalArgumentException("no switch at " + site);
    }

    /** Every port the network and its controller listen on. */
    public List<Integer> all() {
        var ports = new LinkedHashSet<>(List.of(restconf(), controllerNetconf()));
        for (var site : topology.sites()) {
            var name = site.name();
            ports.addAll(
                    List.of(agent(name), keyDelivery(name), lkms(name), relay(name), forwarding(name), peering(name)));
            ports.addAll(List.of(keyStreams(name), lkmsMetrics(name), forwardingMetrics(name)));
            ports.addAll(List.of(agentRestconf(name), skip(name), skipPsk(name)));
        }
        topology.modules().stream()
                .map(module -> module(module.ref()))
                .forEach(module -> ports.addAll(List.of(module.grpc(), module.keys())));
        topology.switches().forEach(device -> ports.add(opticalSwitch(device.site())));
        return List.copyOf(ports);
    }

    private int node(String site) {
        return base + 100 + 20 * index(site);
    }

    private int services(String site) {
        return base + 700 + 10 * index(site);
    }

    private int index(String site) {
        for (int i = 0; i < topology.sites().size(); i++) {
            if (topology.sites().get(i).name().equals(site)) {
                return i;
            }
        }
        throw new IllegalArgumentException("unknown site " + site);
    }
}
