package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.DisjointPaths;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.path.RelayDemand;

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

    /** Where several paths are asked for, first how many there are. */
    String reason() {
        int wanted = candidate.service().mix().paths();
        if (wanted == 1) {
            return obstacle();
        }
        long there = IntStream.range(1, wanted)
                .filter(count -> search(
                                network.active(),
                                candidate.rate().bitsPerSecond(),
                                network.barred(candidate.service().avoid()),
                                candidate.service().maxHops(),
                                count)
                        .isPresent())
                .count();
        return there + " of " + wanted + " paths without a common relay node"
                + switch (candidate.service().mix().difference()) {
                    case NONE -> "";
                    case MODEL -> " or model of modules";
                    case TECHNOLOGY -> " or technology";
                }
                + (there == 1 ? " is there; " : " are there; ") + obstacle();
    }

    private String obstacle() {
        Collection<PhysLink> all = network.links().values();
        Set<NodeName> avoided = candidate.service().avoid();
        Set<NodeName> barred = network.barred(avoided);
        int hops = candidate.service().maxHops();
        Supplier<Optional<String>> narrow =
                () -> search(network.active(), barred, hops).map(this::narrowest);
        Supplier<Optional<String>> down = () -> search(all, barred, hops).map(this::downLinks);
        Supplier<Optional<String>> silent = () -> search(all, avoided, hops)
                .map(paths -> crossed(paths, network.unprogrammable().keySet(), this::silent));
        Supplier<Optional<String>> far =
                () -> search(all, avoided, all.size() + 1).map(this::tooFar);
        Supplier<Optional<String>> shunned = () -> search(all, Set.of(), all.size() + 1)
                .map(paths -> crossed(
                        paths, avoided, node -> "every path crosses node " + node + ", which the service avoids"));
        return Stream.of(narrow, down, silent, far, shunned)
                .flatMap(cause -> cause.get().stream())
                .findFirst()
                .orElseGet(this::missing);
    }

    private Optional<List<KeyRelayPath>> search(Collection<PhysLink> links, Set<NodeName> avoid, int maxHops) {
        return search(links, ANY_RATE, avoid, maxHops, candidate.service().mix().paths());
    }

    private Optional<List<KeyRelayPath>> search(
            Collection<PhysLink> links, long rate, Set<NodeName> avoid, int maxHops, int count) {
        KeyMix.Difference difference = candidate.service().mix().difference();
        return DisjointPaths.find(
                links.stream()
                        .map(link -> network.relayLink(
                                link, RelayNetwork.isActive(link) ? ledger.residual(link.id()) : ANY_RATE, difference))
                        .toList(),
                new RelayDemand(
                        candidate.ends().sourceNode(), candidate.ends().destinationNode(), rate, maxHops, avoid),
                count);
    }

    /** No links, whatever their state, would do: what stands in the way of one path or of one more. */
    private String missing() {
        Collection<PhysLink> all = network.links().values();
        String ends = candidate.ends().sourceNode() + " and " + candidate.ends().destinationNode();
        if (search(all, ANY_RATE, Set.of(), all.size() + 1, 1).isEmpty()) {
            return "no chain of key association links joins " + ends + ": pair QKD modules between them";
        }
        String cut = network.links().values().stream()
                .flatMap(link ->
                        Stream.of(link.transmitter().node(), link.receiver().node()))
                .filter(node -> !node.equals(candidate.ends().sourceNode())
                        && !node.equals(candidate.ends().destinationNode()))
                .distinct()
                .sorted()
                .filter(node ->
                        search(all, ANY_RATE, Set.of(node), all.size() + 1, 1).isEmpty())
                .map(NodeName::value)
                .collect(Collectors.joining(", "));
        return cut.isEmpty()
                ? "the key association links between " + ends + " give no more: pair other QKD modules"
                : "all chains of key association links between " + ends + " cross node " + cut
                        + ": pair QKD modules around it";
    }

    private Stream<PhysLink> links(List<KeyRelayPath> paths) {
        return paths.stream().flatMap(path -> path.links().stream()).flatMap(link -> network.link(link).stream());
    }

    private String narrowest(List<KeyRelayPath> paths) {
        PhysLink bottleneck = links(paths)
                .min(Comparator.comparingLong(link -> ledger.residual(link.id())))
                .orElseThrow();
        return "link " + named(bottleneck) + " is too narrow: " + ledger.residual(bottleneck.id()) + " of "
                + bottleneck.skr().bitsPerSecond() + " bit/s are left, "
                + candidate.rate().bitsPerSecond() + " bit/s are needed with the relay's overhead";
    }

    private String downLinks(List<KeyRelayPath> paths) {
        return links(paths)
                .filter(link -> !RelayNetwork.isActive(link))
                .map(link -> "link " + named(link) + " is " + link.status()
                        + link.reason().map(reason -> ": " + reason).orElse(""))
                .collect(Collectors.joining("; "));
    }

    private String silent(NodeName node) {
        return "node " + node + " on the path " + network.unprogrammable().get(node);
    }

    private String tooFar(List<KeyRelayPath> paths) {
        int longest = paths.stream().mapToInt(path -> path.links().size()).max().orElse(0);
        return "the shortest path has " + longest + " links, and the service allows "
                + candidate.service().maxHops();
    }

    private static String crossed(List<KeyRelayPath> paths, Set<NodeName> nodes, Function<NodeName, String> reason) {
        return paths.stream()
                .flatMap(path -> path.nodes().stream())
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
