package org.qkdn.controller.core.path;

import com.google.common.math.LongMath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Objective;

/**
 * The network as relay paths see it, at one moment. Immutable; nodes and links are numbered, so that searches are about
 * arrays of numbers: nodes by name, links by {@link RelayLink#LARGEST_FIRST}. Whoever searches is given the smaller number
 * where nothing else decides.
 */
public final class RelayGraph {
    private static final int UNKNOWN_QBER = Integer.MAX_VALUE;
    private static final long MILLION = 1_000_000;

    private final Map<NodeName, Integer> numbers;
    private final Map<KeyAssociationLinkId, Integer> linkNumbers;
    private final List<RelayLink> links;
    final List<RelayNode> nodes;
    /** The links of node {@code i}, by node at the other end, are at {@code first[i]} to before {@code first[i + 1]}. */
    final int[] first;

    final int[] target;
    final int[] via;
    final long[] residual;
    /** The less, the more of the link is reserved: millionths, negative. */
    final long[] ease;

    final long[] stored;
    final int[] qberPpm;
    /** Number of the set of models that makes each link's key. */
    final int[] make;

    final List<Set<String>> makes;
    final int[] trust;
    /** Number of each node's domain. */
    final int[] domain;

    final List<String> domains;

    private RelayGraph(RelayGraph other, long[] residual) {
        numbers = other.numbers;
        linkNumbers = other.linkNumbers;
        links = other.links;
        nodes = other.nodes;
        first = other.first;
        target = other.target;
        via = other.via;
        stored = other.stored;
        qberPpm = other.qberPpm;
        make = other.make;
        makes = other.makes;
        trust = other.trust;
        domain = other.domain;
        domains = other.domains;
        this.residual = residual;
        ease = ease(links, residual);
    }

    private RelayGraph(List<RelayNode> nodes, List<RelayLink> links) {
        this.nodes = nodes;
        this.links = links;
        numbers = HashMap.newHashMap(nodes.size());
        nodes.forEach(node -> numbers.put(node.name(), numbers.size()));
        linkNumbers = HashMap.newHashMap(links.size());
        links.forEach(link -> linkNumbers.put(link.id(), linkNumbers.size()));
        residual = links.stream().mapToLong(RelayLink::residual).toArray();
        ease = ease(links, residual);
        stored = links.stream().mapToLong(link -> link.storedBits().orElse(0L)).toArray();
        qberPpm = links.stream()
                .mapToInt(link -> link.qberPpm().orElse(UNKNOWN_QBER))
                .toArray();
        makes = links.stream().map(RelayLink::models).distinct().toList();
        make = numbers(links, RelayLink::models, makes);
        trust = nodes.stream().mapToInt(RelayNode::trustClass).toArray();
        domains = nodes.stream().map(RelayNode::domain).distinct().toList();
        domain = numbers(nodes, RelayNode::domain, domains);
        first = new int[nodes.size() + 1];
        target = new int[2 * links.size()];
        via = new int[2 * links.size()];
        join();
    }

    /** Nodes that only links name are of no domain and of trust class 0. */
    public static RelayGraph of(Collection<RelayNode> nodes, Collection<RelayLink> links) {
        Map<NodeName, RelayNode> byName = new HashMap<>();
        nodes.forEach(node -> byName.put(node.name(), node));
        links.stream()
                .flatMap(link -> Stream.of(link.a(), link.b()))
                .forEach(name -> byName.computeIfAbsent(name, unknown -> new RelayNode(unknown, "", 0)));
        return new RelayGraph(
                byName.values().stream()
                        .sorted(Comparator.comparing(RelayNode::name))
                        .toList(),
                links.stream().sorted(RelayLink.LARGEST_FIRST).toList());
    }

    /** The same network with other rates left on its links, in bits per second. */
    public RelayGraph withResidual(ToLongFunction<KeyAssociationLinkId> rate) {
        return new RelayGraph(
                this, links.stream().map(RelayLink::id).mapToLong(rate).toArray());
    }

    private static <T, K> int[] numbers(List<T> each, Function<T, K> key, List<K> known) {
        Map<K, Integer> numbers = new HashMap<>();
        known.forEach(one -> numbers.put(one, numbers.size()));
        return each.stream().map(key).mapToInt(numbers::get).toArray();
    }

    private void join() {
        List<List<int[]>> adjacent = new ArrayList<>();
        nodes.forEach(node -> adjacent.add(new ArrayList<>()));
        for (int link = 0; link < links.size(); link++) {
            int a = number(links.get(link).a());
            int b = number(links.get(link).b());
            adjacent.get(a).add(new int[] {b, link});
            adjacent.get(b).add(new int[] {a, link});
        }
        int at = 0;
        for (int node = 0; node < nodes.size(); node++) {
            adjacent.get(node)
                    .sort(Comparator.<int[]>comparingInt(pair -> pair[0]).thenComparingInt(pair -> pair[1]));
            for (int[] pair : adjacent.get(node)) {
                target[at] = pair[0];
                via[at++] = pair[1];
            }
            first[node + 1] = at;
        }
    }

    private static long[] ease(List<RelayLink> links, long[] residual) {
        return IntStream.range(0, links.size())
                .mapToLong(link -> {
                    long capacity = links.get(link).capacity();
                    long used = LongMath.saturatedSubtract(capacity, residual[link]);
                    return capacity <= 0 ? -Long.MAX_VALUE : -(LongMath.saturatedMultiply(used, MILLION) / capacity);
                })
                .toArray();
    }

    int links() {
        return links.size();
    }

    RelayLink link(int number) {
        return links.get(number);
    }

    /** The node's number; negative where no link touches it and nobody told of it. */
    int number(NodeName node) {
        return numbers.getOrDefault(node, -1);
    }

    /** The link's number; negative where it is of another network. */
    int number(KeyAssociationLinkId link) {
        return linkNumbers.getOrDefault(link, -1);
    }

    /** Of each link the figure of which more is better. */
    long[] quality(Objective objective) {
        return switch (objective) {
            case FEWEST_TRUSTED_NODES, WIDEST -> residual;
            case MOST_STORED_KEY -> stored;
            case LEAST_LOADED -> ease;
        };
    }

    KeyRelayPath path(Way way) {
        NodeName[] names = new NodeName[way.nodes.length];
        Arrays.setAll(names, hop -> nodes.get(way.nodes[hop]).name());
        KeyAssociationLinkId[] ids = new KeyAssociationLinkId[way.links.length];
        Arrays.setAll(ids, hop -> links.get(way.links[hop]).id());
        return new KeyRelayPath(List.of(names), List.of(ids));
    }
}
