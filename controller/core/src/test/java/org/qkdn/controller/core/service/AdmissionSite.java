package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.Terms;
import org.qkdn.controller.core.pairing.PhysLink;

/** A network and services, decided on again and again as the engine does: what was decided is where the next one begins. */
final class AdmissionSite {
    static final KeyMix XOR = new KeyMix(Combination.XOR, 2, Set.of());
    static final KeyMix SPLIT = new KeyMix(Combination.SPLIT, 3, Set.of());

    final SortedMap<KeyAssociationLinkId, PhysLink> links = new TreeMap<>();
    final SortedMap<String, KeyService> services = new TreeMap<>();
    SortedMap<String, Placing.Result> results = new TreeMap<>();
    Map<KeyAssociationLinkId, SecretKeyRate> reserved = new HashMap<>();
    /** As what services were decided last. */
    private final Map<String, KeyService> decided = new HashMap<>();

    /** Nodes A, B, ... in a ring with chords, of rates up to 2000 bit/s. */
    static AdmissionSite random(Random random) {
        AdmissionSite site = new AdmissionSite();
        int nodes = 3 + random.nextInt(4);
        int number = 0;
        for (int i = 0; i < nodes; i++) {
            site.link(++number, name(i), name((i + 1) % nodes), random.nextInt(2000));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            int from = random.nextInt(nodes);
            site.link(++number, name(from), name((from + 1 + random.nextInt(nodes - 1)) % nodes), random.nextInt(2000));
        }
        return site;
    }

    private static String name(int number) {
        return String.valueOf((char) ('A' + number));
    }

    AdmissionSite link(int number, String a, String b, long rate) {
        PhysLink link = new PhysLink(
                id(number),
                new ModuleId(new NodeName(a), number),
                new ModuleId(new NodeName(b), number),
                new Channel(34),
                Loss.NONE,
                LinkStatus.ACTIVE,
                Optional.empty(),
                new SecretKeyRate(rate),
                SecretKeyRate.ZERO,
                Optional.empty(),
                Optional.empty(),
                false);
        links.put(link.id(), link);
        return this;
    }

    static KeyAssociationLinkId id(int number) {
        return new KeyAssociationLinkId(new UUID(0, number));
    }

    /** Its ends are the SAEs of these nodes. */
    static KeyService service(String name, String ends, int setup, int holding, long rate, KeyMix mix) {
        return new KeyService(
                name,
                KeyService.Origin.OPERATOR,
                ends.substring(0, 1),
                ends.substring(1),
                new SecretKeyRate(rate),
                Optional.empty(),
                setup,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                mix,
                Terms.holding(holding));
    }

    AdmissionSite serve(String name, String ends, int setup, int holding, long rate) {
        services.put(name, service(name, ends, setup, holding, rate, KeyMix.SINGLE));
        return decide();
    }

    void serve(KeyService service) {
        services.put(service.name(), service);
    }

    KeyService randomService(String name, Random random) {
        List<String> nodes = new ArrayList<>(links.values().stream()
                .flatMap(link -> List.of(
                        link.transmitter().node().value(),
                        link.receiver().node().value())
                        .stream())
                .distinct()
                .sorted()
                .toList());
        String from = nodes.remove(random.nextInt(nodes.size()));
        String to = nodes.get(random.nextInt(nodes.size()));
        int setup = random.nextInt(8);
        int holding = setup + random.nextInt(8 - setup);
        long rate = random.nextInt(8) == 0 ? 0 : random.nextInt(1200);
        List<KeyMix> mixes = List.of(KeyMix.SINGLE, KeyMix.SINGLE, KeyMix.SINGLE, XOR, SPLIT);
        return service(name, from + to, setup, holding, rate, mixes.get(random.nextInt(mixes.size())));
    }

    /** A link makes key at another rate. */
    void makes(KeyAssociationLinkId id, long rate) {
        PhysLink old = links.get(id);
        link(
                (int) id.value().getLeastSignificantBits(),
                old.transmitter().node().value(),
                old.receiver().node().value(),
                rate);
    }

    AdmissionSite decide() {
        return decide(Optional.empty());
    }

    AdmissionSite decide(Optional<Review> review) {
        RelayNetwork network = new RelayNetwork(links, Map.of(), Map.of(), List.of(), Map.of(), Set.of());
        Placing.Outcome outcome = BestOrder.of(
                        network, services.values().stream().map(this::candidate).toList(), List.of())
                .outcome(review);
        results = new TreeMap<>(outcome.results());
        reserved = outcome.reserved();
        decided.clear();
        decided.putAll(services);
        return this;
    }

    private Candidate candidate(KeyService service) {
        NodeName from = new NodeName(service.source());
        NodeName to = new NodeName(service.destination());
        Optional<Placing.Result> before = Optional.ofNullable(results.get(service.name()));
        Optional<Placement> previous =
                before.flatMap(Placing.Result::placement).filter(placement -> placement.joins(from, to));
        boolean held = before.map(result ->
                        result.refusal().isEmpty() || result.placement().isEmpty())
                .orElse(true);
        return new Candidate(
                service,
                new EndPoints.Known(new SaeId(from.value()), new SaeId(to.value()), from, to),
                previous,
                held,
                previous.map(placement -> Set.copyOf(placement.shares())).orElse(Set.of()),
                List.of(),
                before.flatMap(result -> result.admission().preemptor()),
                Optional.ofNullable(decided.get(service.name()))
                        .filter(last -> last.guaranteed().compareTo(service.guaranteed()) < 0));
    }

    boolean isPlaced(String name) {
        return results.get(name).refusal().isEmpty();
    }

    /** Of a service of one path: the nodes, such as "AXB". */
    String path(String name) {
        return String.join(
                "",
                results.get(name).placement().orElseThrow().shares().getFirst().path().nodes().stream()
                        .map(NodeName::value)
                        .toList());
    }

    String reason(String name) {
        return results.get(name).refusal().orElseThrow();
    }

    /** All paths without loops between the ends of a service, each as the rate it takes of every link. */
    List<Map<KeyAssociationLinkId, Long>> paths(String name) {
        KeyService service = services.get(name);
        List<Map<KeyAssociationLinkId, Long>> found = new ArrayList<>();
        extend(
                new NodeName(service.source()),
                new NodeName(service.destination()),
                Set.of(new NodeName(service.source())),
                Map.of(),
                RelayOverhead.on(service.minRate()).bitsPerSecond(),
                found);
        return found;
    }

    private void extend(
            NodeName at,
            NodeName to,
            Set<NodeName> visited,
            Map<KeyAssociationLinkId, Long> taken,
            long rate,
            List<Map<KeyAssociationLinkId, Long>> found) {
        if (at.equals(to)) {
            found.add(taken);
            return;
        }
        for (PhysLink link : links.values()) {
            if (link.touches(at) && !visited.contains(link.opposite(at))) {
                Set<NodeName> more = new HashSet<>(visited);
                more.add(link.opposite(at));
                Map<KeyAssociationLinkId, Long> longer = new HashMap<>(taken);
                longer.put(link.id(), rate);
                extend(link.opposite(at), to, more, longer, rate, found);
            }
        }
    }

    /** Whether both fit at the same time. */
    boolean hasRoom(Map<KeyAssociationLinkId, Long> one, Map<KeyAssociationLinkId, Long> other) {
        return links.values().stream()
                .allMatch(link -> one.getOrDefault(link.id(), 0L) + other.getOrDefault(link.id(), 0L)
                        <= link.skr().bitsPerSecond());
    }
}
