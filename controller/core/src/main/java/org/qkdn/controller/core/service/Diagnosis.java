package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayPathSearch;

/**
 * Why a service has no path, told by what would have to give way: rate, then link state, then reach of nodes, then the
 * service's own constraints. The first whose absence, with those before it, leaves a path is named as found on that path.
 */
final class Diagnosis {
    private static final long ANY_RATE = Long.MIN_VALUE;

    private final RelayNetwork network;
    private final Ledger ledger;
    private final Placing.Candidate candidate;

    private Diagnosis(RelayNetwork network, Ledger ledger, Placing.Candidate candidate) {
        this.network = network;
        this.ledger = ledger;
        this.candidate = candidate;
    }

    static Diagnosis of(RelayNetwork network, Ledger ledger, Placing.Candidate candidate) {
        return new Diagnosis(network, ledger, candidate);
    }

    String reason() {
        Collection<PhysLink> all = network.links().values();
        Set<NodeName> avoided = candidate.service().avoid();
        Set<NodeName> barred = network.barred(avoided);
        int hops = candidate.service().maxHops();
        Supplier<Optional<String>> narrow =
                () -> search(network.active(), barred, hops).map(this::narrowest);
        Supplier<Optional<String>> down = () -> search(all, barred, hops).map(this::downLinks);
        Supplier<Optional<String>> silent = () -> search(all, avoided, hops)
                .map(path -> crossed(path, network.unprogrammable().keySet(), this::silent));
        Supplier<Optional<String>> far =
                () -> search(all, avoided, all.size() + 1).map(this::tooFar);
        Supplier<Optional<String>> shunned = () -> search(all, Set.of(), all.size() + 1)
                .map(path -> crossed(
                        path, avoided, node -> "every path crosses node " + node + ", which the service avoids"));
        return Stream.of(narrow, down, silent, far, shunned)
                .flatMap(cause -> cause.get().stream())
                .findFirst()
                .orElseGet(() -> "no chain of key association links joins "
                        + candidate.ends().sourceNode() + " and "
                        + candidate.ends().destinationNode() + ": pair QKD modules between them");
    }

    private Optional<KeyRelayPath> search(Collection<PhysLink> links, Set<NodeName> avoid, int maxHops) {
        return RelayPathSearch.find(
                links.stream()
                        .map(link -> Placing.relayLink(
                                link, RelayNetwork.isActive(link) ? ledger.residual(link.id()) : ANY_RATE))
                        .toList(),
                new RelayDemand(
                        candidate.ends().sourceNode(), candidate.ends().destinationNode(), ANY_RATE, maxHops, avoid));
    }

    private Stream<PhysLink> links(KeyRelayPath path) {
        return path.links().stream().flatMap(link -> network.link(link).stream());
    }

    private String narrowest(KeyRelayPath path) {
        PhysLink bottleneck = links(path)
                .min(Comparator.comparingLong(link -> ledger.residual(link.id())))
                .orElseThrow();
        return "link " + named(bottleneck) + " is too narrow: " + ledger.residual(bottleneck.id()) + " of "
                + bottleneck.skr().bitsPerSecond() + " bit/s are left, "
                + candidate.rate().bitsPerSecond() + " bit/s are needed with the relay's overhead";
    }

    private String downLinks(KeyRelayPath path) {
        return links(path)
                .filter(link -> !RelayNetwork.isActive(link))
                .map(link -> "link " + named(link) + " is " + link.status()
                        + link.reason().map(reason -> ": " + reason).orElse(""))
                .collect(Collectors.joining("; "));
    }

    private String silent(NodeName node) {
        return "node " + node + " on the path is not reachable: "
                + network.unprogrammable().get(node);
    }

    private String tooFar(KeyRelayPath path) {
        return "the shortest path has " + path.links().size() + " links, and the service allows "
                + candidate.service().maxHops();
    }

    private static String crossed(KeyRelayPath path, Set<NodeName> nodes, Function<NodeName, String> reason) {
        return path.nodes().stream()
                .filter(nodes::contains)
                .findFirst()
                .map(reason)
                .orElse("");
    }

    private String named(PhysLink link) {
        List<String> spans = network.spans().getOrDefault(link.id(), List.of());
        return link.transmitter() + "-" + link.receiver()
                + (spans.isEmpty() ? "" : " over span " + String.join(", ", spans));
    }
}
