package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.RelayRules;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.model.Terms;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.Apart;
import org.qkdn.controller.core.path.DisjointPaths;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.path.RelayDemand;

/**
 * Why a service has no path, told by what would have to give way: rate, then link state, then reach of nodes, then the
 * service's own rules for length, links and nodes. The first whose absence, with those before it, leaves a path is named as found on that path.
 */
final class Diagnosis {
    private static final long ANY_RATE = Long.MIN_VALUE;

    private final RelayNetwork whole;
    private final Set<Leave.Notice> avoided;
    /** The part of it where the service may go. */
    private final RelayNetwork network;

    private final PlacementSearch search;
    private final Ledger ledger;
    private final Candidate candidate;

    private Diagnosis(
            RelayNetwork whole, PlacementSearch search, Ledger ledger, Candidate candidate, Set<Leave.Notice> avoided) {
        this.whole = whole;
        this.avoided = avoided;
        network = avoided.isEmpty() ? whole : whole.around(avoided, candidate.ends());
        this.search = search;
        this.ledger = ledger;
        this.candidate = candidate;
    }

    /**
     * What was found.
     *
     * @param bottleneck the link that stands in the way, if one does
     * @param largest largest min-rate that would fit, where rate is what is lacking
     */
    record Finding(String reason, Optional<KeyAssociationLinkId> bottleneck, Optional<SecretKeyRate> largest) {
        static Finding of(String reason) {
            return new Finding(reason, Optional.empty(), Optional.empty());
        }

        private static Finding at(PhysLink link, String reason) {
            return new Finding(reason, Optional.of(link.id()), Optional.empty());
        }

        private Finding after(String count) {
            return new Finding(count + reason, bottleneck, largest);
        }
    }

    /** {@code ledger} is the account with all that the service may take still there. */
    static Diagnosis of(RelayNetwork network, PlacementSearch search, Ledger ledger, Candidate candidate) {
        return new Diagnosis(network, search, ledger, candidate, network.leave().notices(Leave.Kind.SHUNNED));
    }

    /** Why a service that is to leave what it crosses finds no other path. */
    static String ofStaying(
            RelayNetwork network,
            PlacementSearch search,
            Ledger ledger,
            Candidate candidate,
            Set<Leave.Notice> toLeave) {
        return search.obstacleAtEnd(candidate).orElseGet(() -> new Diagnosis(
                        network,
                        search,
                        ledger,
                        candidate,
                        network.leave().waysOut(toLeave).getLast())
                .around()
                .reason());
    }

    /** First what the service would cross and may not, for it is to be left; then what stands in the way around that. */
    Finding finding() {
        String crossed = avoided.isEmpty()
                ? ""
                : onBestPaths()
                        .filter(avoided::contains)
                        .map(Leave.Notice::reason)
                        .distinct()
                        .collect(Collectors.joining("; "));
        return crossed.isEmpty() ? around() : around().after(crossed + "; around it: ");
    }

    private Stream<Leave.Notice> onBestPaths() {
        PathRules rules = whole.rules(candidate.service(), candidate.ends());
        PathRules barring = avoiding(rules, whole.barred(rules.relays().avoid()));
        int count = candidate.service().mix().fewestPaths();
        return search(whole.active(), candidate.rate().bitsPerSecond(), barring, count)
                .or(() -> search(whole.links().values(), rules))
                .stream()
                .flatMap(List::stream)
                .flatMap(path -> whole.toLeave(path.links(), candidate.ends()).stream());
    }

    /** Where several paths are asked for, first how many there are. */
    private Finding around() {
        int wanted = candidate.service().mix().fewestPaths();
        if (wanted == 1) {
            return obstacle();
        }
        PathRules rules = network.rules(candidate.service(), candidate.ends());
        long there = IntStream.range(1, wanted)
                .filter(count -> search(
                                network.active(),
                                candidate.rate().bitsPerSecond(),
                                avoiding(rules, network.barred(rules.relays().avoid())),
                                count)
                        .isPresent())
                .count();
        String different = candidate.service().mix().apart().stream()
                .sorted()
                .map(kind -> " or " + inWords(kind))
                .collect(Collectors.joining());
        return obstacle()
                .after(there + " of " + wanted + " paths without a common relay node" + different
                        + (there == 1 ? " is there; " : " are there; "));
    }

    private static String inWords(SharedRisk.Kind kind) {
        return switch (kind) {
            case MODEL -> "model of modules";
            case VENDOR -> "vendor of modules";
            case TECHNOLOGY -> "technology";
            case SITE -> "site";
            case SPAN -> "span";
            case DUCT -> "duct";
        };
    }

    private Finding obstacle() {
        Collection<PhysLink> all = network.links().values();
        PathRules rules = network.rules(candidate.service(), candidate.ends());
        PathRules barring = avoiding(rules, network.barred(rules.relays().avoid()));
        PathRules ofAnyLength = new PathRules(all.size() + 1, rules.links(), rules.relays(), rules.objective());
        PathRules overAnyLink = new PathRules(all.size() + 1, LinkRules.NONE, rules.relays(), rules.objective());
        PathRules any = PathRules.of(all.size() + 1, Set.of());
        Supplier<Optional<Finding>> narrow = () -> candidate.service().mix().isSplit()
                ? search.widestSplit(candidate, ledger, avoided).map(this::together)
                : search.widest(candidate, ledger, avoided).map(this::narrowest);
        Supplier<Optional<Finding>> down = () -> search(all, barring).map(this::downLinks);
        Supplier<Optional<Finding>> silent =
                () -> search(all, rules).map(this::silent).map(Finding::of);
        Supplier<Optional<Finding>> far =
                () -> search(all, ofAnyLength).map(this::tooFar).map(Finding::of);
        Supplier<Optional<Finding>> unfit = () -> search(all, overAnyLink).flatMap(this::unfitLink);
        Supplier<Optional<Finding>> shunned =
                () -> search(all, any).map(this::shunned).map(Finding::of);
        return Stream.of(narrow, down, silent, far, unfit, shunned)
                .flatMap(cause -> cause.get().stream())
                .findFirst()
                .orElseGet(() -> Finding.of(missing()));
    }

    private static PathRules avoiding(PathRules rules, Set<NodeName> nodes) {
        return rules.with(rules.relays().withAvoid(nodes));
    }

    private Optional<List<KeyRelayPath>> search(Collection<PhysLink> links, PathRules rules) {
        return search(links, ANY_RATE, rules, candidate.service().mix().fewestPaths());
    }

    private Optional<List<KeyRelayPath>> search(Collection<PhysLink> links, long rate, PathRules rules, int count) {
        return DisjointPaths.find(
                network.graph(links, link -> RelayNetwork.isActive(link) ? ledger.residual(link.id()) : ANY_RATE),
                new RelayDemand(candidate.ends().sourceNode(), candidate.ends().destinationNode(), rate, rules),
                new Apart(true, candidate.service().mix().apart()),
                count);
    }

    /** No links, whatever their state, would do: what stands in the way of one path or of one more. */
    private String missing() {
        Collection<PhysLink> all = network.links().values();
        String ends = candidate.ends().sourceNode() + " and " + candidate.ends().destinationNode();
        if (search(all, ANY_RATE, PathRules.of(all.size() + 1, Set.of()), 1).isEmpty()) {
            return "no chain of key association links joins " + ends + ": pair QKD modules between them";
        }
        String cut = network.links().values().stream()
                .flatMap(link ->
                        Stream.of(link.transmitter().node(), link.receiver().node()))
                .filter(node -> !node.equals(candidate.ends().sourceNode())
                        && !node.equals(candidate.ends().destinationNode()))
                .distinct()
                .sorted()
                .filter(node -> search(all, ANY_RATE, PathRules.of(all.size() + 1, Set.of(node)), 1)
                        .isEmpty())
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

    /** Of the widest placement there is. */
    private Finding narrowest(Placement widest) {
        PhysLink bottleneck = narrowestLink(widest);
        long left = ledger.residual(bottleneck.id());
        return tooNarrow(
                bottleneck,
                candidate.rate().bitsPerSecond() + " bit/s are needed with the relay's overhead",
                RelayOverhead.within(new SecretKeyRate(Math.max(0, left))));
    }

    /** Of the split that carries most. */
    private Finding together(PlacementSearch.Widest widest) {
        return tooNarrow(
                narrowestLink(widest.placement()),
                "and over at most " + candidate.service().mix().paths() + " paths together come "
                        + widest.rate().bitsPerSecond() + " of the "
                        + candidate.service().guaranteed().bitsPerSecond() + " bit/s of key that are needed",
                widest.rate());
    }

    private PhysLink narrowestLink(Placement widest) {
        return widest.hops().stream()
                .flatMap(link -> network.link(link).stream())
                .min(Comparator.comparingLong(link -> ledger.residual(link.id())))
                .orElseThrow();
    }

    private Finding tooNarrow(PhysLink bottleneck, String needed, SecretKeyRate largest) {
        Terms terms = candidate.service().terms();
        return new Finding(
                "link " + named(bottleneck) + " is too narrow: " + ledger.residual(bottleneck.id()) + " of "
                        + bottleneck.capacity().bitsPerSecond() + " bit/s are left, " + needed
                        + terms.jitterMillis()
                                .map(most -> " for a jitter of " + most + " ms")
                                .orElse("")
                        + "; the largest min-rate that fits is " + largest.bitsPerSecond() + " bit/s"
                        + (terms.jitterMillis().isPresent() && largest.bitsPerSecond() > 0
                                ? ", the least jitter " + Terms.spacingMillis(largest) + " ms"
                                : ""),
                Optional.of(bottleneck.id()),
                Optional.of(largest));
    }

    private Finding downLinks(List<KeyRelayPath> paths) {
        List<PhysLink> down =
                links(paths).filter(link -> !RelayNetwork.isActive(link)).toList();
        return new Finding(
                down.stream()
                        .map(link -> "link " + named(link) + " is " + link.status()
                                + link.reason().map(reason -> ": " + reason).orElse(""))
                        .collect(Collectors.joining("; ")),
                down.stream().map(PhysLink::id).findFirst(),
                Optional.empty());
    }

    private String silent(List<KeyRelayPath> paths) {
        return relays(paths)
                .flatMap(node -> network.barrier(node).stream().map(what -> "node " + node + " on the path " + what))
                .findFirst()
                .orElse("");
    }

    private String tooFar(List<KeyRelayPath> paths) {
        Optional<String> untold = network.unrelayingEnd(candidate.ends())
                .map(node -> "node " + node + " " + network.unrelaying().get(node)
                        + ": pair QKD modules of the two nodes themselves");
        if (untold.isPresent()) {
            return untold.get();
        }
        int longest = paths.stream().mapToInt(path -> path.links().size()).max().orElse(0);
        return "the shortest path has " + longest + " links, and the service allows "
                + candidate.service().rules().maxHops();
    }

    private Optional<Finding> unfitLink(List<KeyRelayPath> paths) {
        LinkRules rules = candidate.service().rules().links();
        return links(paths)
                .flatMap(link -> Breach.of(rules, link, network.models(link.id())).stream()
                        .map(breach -> Finding.at(link, "link " + named(link) + " " + breach)))
                .findFirst();
    }

    private String shunned(List<KeyRelayPath> paths) {
        RelayRules rules = candidate.service().rules().relays();
        return relays(paths)
                .flatMap(node -> Breach.of(
                        rules,
                        network.node(node),
                        network.node(candidate.ends().sourceNode()),
                        network.node(candidate.ends().destinationNode()))
                        .map(breach -> "the best path crosses node " + node + ", which " + breach)
                        .stream())
                .findFirst()
                .orElseGet(() -> "no path crosses all of the nodes that the service demands: "
                        + rules.visit().stream().sorted().map(NodeName::value).collect(Collectors.joining(", ")));
    }

    private static Stream<NodeName> relays(List<KeyRelayPath> paths) {
        return paths.stream().flatMap(path -> path.relays().stream());
    }

    private String named(PhysLink link) {
        List<String> spans = network.spans().getOrDefault(link.id(), List.of());
        return link.transmitter() + "-" + link.receiver()
                + (spans.isEmpty() ? "" : " over span " + String.join(", ", spans));
    }
}
