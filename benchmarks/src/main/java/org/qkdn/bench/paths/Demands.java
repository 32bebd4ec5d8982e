package org.qkdn.bench.paths;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.qkdn.controller.core.model.DomainPolicy;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.RelayRules;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayLink;
import org.qkdn.controller.core.path.RelayNode;

/** What is asked of a network: pairs of trusted nodes, all with the same constraints, of which each cuts something off. */
final class Demands {
    static final int RATE = 400;
    static final int MAX_QBER_PPM = 60_000;
    static final long MIN_STORED = 1000;
    private static final Set<String> AVOIDED = Set.of("Dan");
    private static final int MIN_TRUST = 1;

    private final Map<NodeName, Integer> numbers = new HashMap<>();
    private final Set<NodeName> avoid;
    private final int maxHops;
    private final List<Integer> ends;
    private final Random random = new Random(4);

    record Pair(int from, int to) {}

    Demands(Networks.Sample sample) {
        sample.nodes().forEach(node -> numbers.put(node.name(), numbers.size()));
        int size = sample.nodes().size();
        maxHops = size;
        avoid = IntStream.range(0, size < 100 ? 0 : 3)
                .mapToObj(each -> Networks.name(size / 2 + each))
                .collect(Collectors.toSet());
        ends = sample.nodes().stream()
                .filter(this::mayRelay)
                .map(RelayNode::name)
                .map(this::number)
                .toList();
    }

    int number(NodeName node) {
        return numbers.get(node);
    }

    boolean mayRelay(RelayNode node) {
        return node.trustClass() >= MIN_TRUST && !avoid.contains(node.name());
    }

    boolean mayUse(RelayLink link) {
        return link.residual() >= RATE
                && link.qberPpm().orElseThrow() <= MAX_QBER_PPM
                && link.storedBits().orElseThrow() >= MIN_STORED
                && link.models().stream().noneMatch(model -> model.startsWith("Dan "));
    }

    Pair next() {
        int from = ends.get(random.nextInt(ends.size()));
        int to = ends.get(random.nextInt(ends.size()));
        return from == to ? next() : new Pair(from, to);
    }

    RelayDemand demand(Pair pair, Objective objective) {
        return new RelayDemand(
                Networks.name(pair.from()),
                Networks.name(pair.to()),
                RATE,
                new PathRules(
                        maxHops,
                        new LinkRules(OptionalInt.of(MAX_QBER_PPM), MIN_STORED, Set.of(), AVOIDED),
                        new RelayRules(avoid, Set.of(), DomainPolicy.ANY, MIN_TRUST),
                        objective));
    }
}
