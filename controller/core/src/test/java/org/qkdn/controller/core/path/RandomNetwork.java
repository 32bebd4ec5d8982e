package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.qkdn.controller.core.model.DomainPolicy;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.RelayRules;
import org.qkdn.controller.core.model.SharedRisk;

/** A small network with a demand, each constraint switched on by chance, and all paths that keep to them, found by trying. */
record RandomNetwork(List<RelayNode> nodes, List<RelayLink> links, RelayDemand demand) {
    private static final List<String> MODELS = List.of("Alice One", "Alice Two", "Bob/Three", "Bobby Four");
    private static final List<Objective> OBJECTIVES = List.of(Objective.values());
    private static final List<String> DOMAINS = List.of("", "red", "blue");

    /** A path with all that is known of it. */
    record Walk(List<NodeName> nodes, List<RelayLink> links) {
        KeyRelayPath path() {
            return new KeyRelayPath(nodes, links.stream().map(RelayLink::id).toList());
        }

        long residual() {
            return links.stream().mapToLong(RelayLink::residual).min().orElseThrow();
        }
    }

    static RandomNetwork of(Random random, int mostNodes, double density) {
        int size = 2 + random.nextInt(mostNodes - 1);
        List<RelayNode> nodes = IntStream.range(0, size)
                .mapToObj(node ->
                        new RelayNode(name(node), DOMAINS.get(random.nextInt(DOMAINS.size())), random.nextInt(3)))
                .toList();
        List<RelayLink> links = new ArrayList<>();
        for (int i = (int) (size * density * random.nextDouble(0.5, 1)); i >= 0; i--) {
            int a = random.nextInt(size);
            links.add(link(random, i, name(a), name((a + 1 + random.nextInt(size - 1)) % size)));
        }
        return new RandomNetwork(nodes, links, demand(random, size));
    }

    private static RelayLink link(Random random, int number, NodeName a, NodeName b) {
        int capacity = random.nextInt(16);
        Set<String> models = new HashSet<>();
        Set<SharedRisk> risks = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            models.add(MODELS.get(random.nextInt(MODELS.size())));
            risks.add(new SharedRisk(SharedRisk.Kind.SPAN, "span " + random.nextInt(10)));
            risks.add(new SharedRisk(SharedRisk.Kind.DUCT, "duct " + random.nextInt(8)));
            risks.add(
                    new SharedRisk(SharedRisk.Kind.SITE, name(random.nextInt(9)).value()));
        }
        models.forEach(model -> risks.add(SharedRisk.vendorOf(model)));
        return new RelayLink(
                new KeyAssociationLinkId(new UUID(random.nextInt(3), number)),
                a,
                b,
                capacity,
                capacity - random.nextInt(6),
                random.nextInt(8) == 0 ? Optional.empty() : Optional.of(random.nextInt(100)),
                random.nextInt(8) == 0 ? Optional.empty() : Optional.of((long) random.nextInt(10)),
                models,
                risks);
    }

    private static RelayDemand demand(Random random, int size) {
        LinkRules links = new LinkRules(
                random.nextInt(6) == 0 ? OptionalInt.of(60 + random.nextInt(40)) : OptionalInt.empty(),
                random.nextInt(6) == 0 ? random.nextInt(4) : 0,
                random.nextInt(10) == 0 ? Set.of("alice", "Bob") : Set.of(),
                random.nextInt(10) == 0 ? Set.of(random.nextBoolean() ? "Bob" : "ALICE ONE") : Set.of());
        RelayRules relays = new RelayRules(
                some(random, size, 12),
                random.nextInt(5) == 0 ? some(random, size, 5) : Set.of(),
                switch (random.nextInt(12)) {
                    case 0 -> new DomainPolicy.OfEnds();
                    case 1 -> new DomainPolicy.Only(Set.of("red", ""));
                    case 2 -> new DomainPolicy.Except(Set.of("blue"));
                    default -> DomainPolicy.ANY;
                },
                random.nextInt(8) == 0 ? 1 : 0);
        int maxHops = random.nextInt(2) == 0 ? 16 : 1 + random.nextInt(size);
        Objective objective = OBJECTIVES.get(random.nextInt(OBJECTIVES.size()));
        return new RelayDemand(
                name(0), name(1), random.nextInt(5) - 1, new PathRules(maxHops, links, relays, objective));
    }

    private static Set<NodeName> some(Random random, int size, int oneOf) {
        Set<NodeName> chosen = new HashSet<>();
        IntStream.range(0, size).filter(node -> random.nextInt(oneOf) == 0).forEach(node -> chosen.add(name(node)));
        return chosen;
    }

    private static NodeName name(int number) {
        return new NodeName("N" + number);
    }

    RandomNetwork with(RelayDemand other) {
        return new RandomNetwork(nodes, links, other);
    }

    RelayGraph graph() {
        return RelayGraph.of(nodes, links);
    }

    /** All that keep to the demand, but for nodes to cross, best first. */
    List<Walk> walks() {
        List<Walk> found = new ArrayList<>();
        extend(List.of(demand.from()), List.of(), found);
        found.sort(order());
        return found;
    }

    boolean crossesAll(List<Walk> walks) {
        return demand.rules().relays().visit().stream()
                .allMatch(node -> walks.stream().anyMatch(walk -> walk.nodes().contains(node)));
    }

    private void extend(List<NodeName> visited, List<RelayLink> used, List<Walk> found) {
        if (visited.getLast().equals(demand.to())) {
            found.add(new Walk(visited, used));
            return;
        }
        for (RelayLink link : links) {
            NodeName here = visited.getLast();
            if ((link.a().equals(here) || link.b().equals(here))
                    && used.size() < demand.rules().maxHops()
                    && mayUse(link)) {
                NodeName next = link.a().equals(here) ? link.b() : link.a();
                if (!visited.contains(next) && (next.equals(demand.to()) || mayRelay(next))) {
                    extend(with(visited, next), with(used, link), found);
                }
            }
        }
    }

    private boolean mayUse(RelayLink link) {
        LinkRules rules = demand.rules().links();
        return link.residual() >= demand.rate()
                && (rules.maxQberPpm().isEmpty()
                        || (link.qberPpm().isPresent()
                                && link.qberPpm().get() <= rules.maxQberPpm().getAsInt()))
                && link.storedBits().orElse(0L) >= rules.minStoredBits()
                && (rules.onlyVendors().isEmpty() || isMadeBy(link, rules.onlyVendors(), true))
                && (rules.avoidVendors().isEmpty()
                        || (!link.models().isEmpty() && !isMadeBy(link, rules.avoidVendors(), false)));
    }

    /** Whether all, or any, of the models are of one of these makers. */
    private static boolean isMadeBy(RelayLink link, Set<String> vendors, boolean all) {
        long of = link.models().stream()
                .filter(model -> vendors.stream().anyMatch(vendor -> (model + " ")
                        .toLowerCase(Locale.ROOT)
                        .matches("\\Q" + vendor.toLowerCase(Locale.ROOT) + "\\E[ /].*")))
                .count();
        return all ? of > 0 && of == link.models().size() : of > 0;
    }

    private boolean mayRelay(NodeName node) {
        RelayNode relay = node(node);
        RelayRules rules = demand.rules().relays();
        return !rules.avoid().contains(node)
                && relay.trustClass() >= rules.minTrust()
                && switch (rules.domains()) {
                    case DomainPolicy.Any any -> true;
                    case DomainPolicy.OfEnds ends ->
                        Set.of(0, 1).stream()
                                .anyMatch(end -> node(name(end)).domain().equals(relay.domain()));
                    case DomainPolicy.Only only -> only.domains().contains(relay.domain());
                    case DomainPolicy.Except except -> !except.domains().contains(relay.domain());
                };
    }

    private RelayNode node(NodeName name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Worst link by the objective. */
    double width(Walk walk) {
        return walk.links().stream().mapToDouble(this::quality).min().orElseThrow();
    }

    private double quality(RelayLink link) {
        return switch (demand.rules().objective()) {
            case FEWEST_TRUSTED_NODES, WIDEST -> link.residual();
            case MOST_STORED_KEY -> link.storedBits().orElse(0L);
            case LEAST_LOADED ->
                link.capacity() == 0
                        ? Double.NEGATIVE_INFINITY
                        : -Math.floor((link.capacity() - link.residual()) * 1e6 / link.capacity());
        };
    }

    /** By links in all and worst link; which of them counts more, the objective says. */
    int compare(int hops, double width, int otherHops, double otherWidth) {
        int byHops = Integer.compare(hops, otherHops);
        int byWidth = Double.compare(otherWidth, width);
        boolean hopsFirst = demand.rules().objective() == Objective.FEWEST_TRUSTED_NODES;
        int first = hopsFirst ? byHops : byWidth;
        return first != 0 ? first : hopsFirst ? byWidth : byHops;
    }

    private Comparator<Walk> order() {
        Comparator<Walk> byGrade = (left, right) ->
                compare(left.links().size(), width(left), right.links().size(), width(right));
        return byGrade.thenComparing(RandomNetwork::byName);
    }

    private static int byName(Walk left, Walk right) {
        for (int hop = 0; hop < left.links().size(); hop++) {
            RelayLink ours = left.links().get(hop);
            RelayLink theirs = right.links().get(hop);
            int order = left.nodes().get(hop + 1).compareTo(right.nodes().get(hop + 1));
            order = order != 0 ? order : Long.compare(theirs.capacity(), ours.capacity());
            order = order != 0 ? order : ours.id().compareTo(theirs.id());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static <T> List<T> with(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
