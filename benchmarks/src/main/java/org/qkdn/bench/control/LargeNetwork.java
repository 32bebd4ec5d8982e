package org.qkdn.bench.control;

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
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * A network of a mean degree of 4, always the same one of a size: a random tree with random links beside it, each made by a
 * fixed pair of modules, and services between random nodes that load it lightly.
 */
final class LargeNetwork {
    /** Key rate of each link. */
    static final SecretKeyRate LINK_RATE = new SecretKeyRate(1_000_000);

    private static final int MOST_HOPS = 16;

    final List<NodeName> nodes = new ArrayList<>();
    final Map<NodeName, List<QkdModule>> modules = new HashMap<>();
    private final Map<String, OpticalPlant.Span> spans = new TreeMap<>();
    private final List<OpticalPlant.FixedPair> pairs = new ArrayList<>();
    private final int services;

    LargeNetwork(int size, int services) {
        this.services = services;
        Random random = new Random(size);
        for (int node = 0; node < size; node++) {
            nodes.add(new NodeName("N%05d".formatted(node)));
            modules.put(nodes.getLast(), new ArrayList<>());
        }
        for (int node = 1; node < size; node++) {
            join(node, random.nextInt(node));
        }
        while (pairs.size() < 2 * size) {
            int a = random.nextInt(size);
            int b = random.nextInt(size);
            if (a != b) {
                join(a, b);
            }
        }
    }

    private void join(int from, int to) {
        NodeName a = nodes.get(from);
        NodeName b = nodes.get(to);
        String name = "span-%05d".formatted(pairs.size());
        spans.put(name, new OpticalPlant.Span(name, a, b, new Loss(3000), Set.of()));
        pairs.add(new OpticalPlant.FixedPair(
                name,
                module(a, Role.TRANSMITTER),
                module(b, Role.RECEIVER),
                List.of(name),
                new Channel(1310),
                Optional.empty()));
    }

    private ModuleId module(NodeName node, Role role) {
        List<QkdModule> at = modules.get(node);
        ModuleId id = new ModuleId(node, at.size() + 1L);
        at.add(new QkdModule(
                id, "Maker One", "DV-QKD", role, "", Optional.of(new Loss(20_000)), Optional.empty(), true));
        return id;
    }

    static SaeId sae(NodeName node) {
        return new SaeId("sae-" + node);
    }

    Inventory inventory() {
        Map<NodeName, Inventory.Node> registered = new TreeMap<>();
        Map<SaeId, NodeName> saes = new TreeMap<>();
        nodes.forEach(node -> {
            registered.put(node, new Inventory.Node("", 0));
            saes.put(sae(node), node);
        });
        return new Inventory(registered, saes, Policy.DEFAULT);
    }

    OpticalPlant plant() {
        return new OpticalPlant(spans, Map.of(), pairs, List.of());
    }

    /** Between random pairs of nodes, some more important than others. */
    SortedMap<String, KeyService> services() {
        Random random = new Random(nodes.size());
        SortedMap<String, KeyService> wanted = new TreeMap<>();
        Set<Set<NodeName>> joined = new HashSet<>();
        while (wanted.size() < services) {
            NodeName from = nodes.get(random.nextInt(nodes.size()));
            NodeName to = nodes.get(random.nextInt(nodes.size()));
            if (!from.equals(to) && joined.add(Set.of(from, to))) {
                String name = "service-%05d".formatted(wanted.size());
                wanted.put(
                        name,
                        new KeyService(
                                name,
                                KeyService.Origin.OPERATOR,
                                sae(from).value(),
                                sae(to).value(),
                                new SecretKeyRate(1000),
                                Optional.empty(),
                                random.nextInt(8),
                                Optional.empty(),
                                PathRules.of(MOST_HOPS, Set.of()),
                                KeyMix.SINGLE));
            }
        }
        return wanted;
    }
}
