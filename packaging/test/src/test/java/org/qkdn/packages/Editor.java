package org.qkdn.packages;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.qkdn.packages.Ports.Site;

/** What an operator sets in the packaged files, as the page says, and the ports, as all are on one machine; {@code more} SAEs of each node. */
record Editor(Ports ports, Map<Site, String> ids, int more) {
    private static final String HERE = "127.0.0.1";

    Map<String, ?> controller() {
        return Map.of(
                "restconf", at(ports.restconf()),
                "netconf/host", HERE,
                "netconf/port", ports.netconf());
    }

    Map<String, ?> agent(Site site) {
        return Map.of(
                "node", node(site),
                "netconf/host", HERE,
                "netconf/port", ports.agent(site),
                "restconf", at(ports.agentRestconf(site)),
                "lkms", at(ports.lkms(site)),
                "forwarding", at(ports.forwarding(site)),
                "modules",
                        List.of(Map.of(
                                "interfaceId",
                                1,
                                "host",
                                HERE,
                                "port",
                                ports.module(site).grpc())),
                "saes", saes(site));
    }

    Map<String, ?> lkms(Site site) {
        var module = Map.of(
                "interfaceId", 1,
                "url", "https://" + HERE + ":" + ports.module(site).keys(),
                "commonName", "module-" + site + "-1");
        var peer = Map.of(
                "id", ids.get(site.other()),
                "name", site.other().name(),
                "peering", at(ports.peering(site.other())));
        return Map.of(
                "node", node(site),
                "etsi014", at(ports.keyDelivery(site)),
                "grpc", at(ports.lkms(site)),
                "forwarding", at(ports.forwarding(site)),
                "modules", List.of(module),
                "saes", saes(site),
                "peering", at(ports.peering(site)),
                "peers", List.of(peer),
                "metrics", metrics(ports.lkmsMetrics(site)));
    }

    Map<String, ?> forwarding(Site site) {
        var neighbour = Map.of(
                "id", ids.get(site.other()),
                "name", site.other().name(),
                "host", HERE,
                "port", ports.relay(site.other()));
        return Map.of(
                "node", node(site),
                "relay", at(ports.relay(site)),
                "grpc", at(ports.forwarding(site)),
                "lkms", at(ports.lkms(site)),
                "neighbours", List.of(neighbour),
                "metrics", metrics(ports.forwardingMetrics(site)));
    }

    private List<String> saes(Site site) {
        return Stream.concat(
                        Stream.of(site.sae()), IntStream.rangeClosed(1, more).mapToObj(i -> site.sae() + "-" + i))
                .toList();
    }

    private Map<String, ?> node(Site site) {
        return Map.of("name", site.name(), "id", ids.get(site));
    }

    private static Map<String, ?> at(int port) {
        return Map.of("host", HERE, "port", port);
    }

    private static Map<String, ?> metrics(int port) {
        return Map.of("host", HERE, "port", port, "readers", List.of("operator"));
    }
}
