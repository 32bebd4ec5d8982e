package org.qkdn.controller.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.AttachmentPoint;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.Role;

/** What stands: nodes with an SAE each, fibre, fixed and switched modules, and what its links make at the moment. */
final class Town {
    final List<NodeName> nodes = new ArrayList<>();
    final Map<String, OpticalPlant.Span> spans = new TreeMap<>();
    final Map<String, OpticalPlant.Switch> switches = new TreeMap<>();
    final List<OpticalPlant.FixedPair> fixedPairs = new ArrayList<>();
    final Map<ModuleId, QkdModule> modules = new TreeMap<>();
    /** What links make while they have light. */
    final Map<KeyAssociationLinkId, Making> making = new HashMap<>();

    final Map<String, KeyAssociationLinkId> links = new TreeMap<>();
    final Set<String> cut = new HashSet<>();
    Map<String, Object> policy = Map.of();
    /** Relay domains and trust, where a scenario tells of them. */
    final Map<NodeName, Map<String, Object>> told = new TreeMap<>();

    /** Figures of a link that has light. */
    record Making(long skr, Optional<Integer> qberPpm, Optional<Long> storedBits) {}

    /** SAEs beside the one that each node has, and their nodes. */
    final Map<String, String> more = new TreeMap<>();

    static Town of(String... names) {
        Town town = new Town();
        for (String name : names) {
            town.nodes.add(new NodeName(name));
        }
        return town;
    }

    UUID id(NodeName node) {
        return new UUID(0x4000, 0x8000_0000_0000_0001L + nodes.indexOf(node));
    }

    NodeName named(UUID id) {
        return nodes.stream().filter(node -> id(node).equals(id)).findFirst().orElseThrow();
    }

    /** A pair patched to each other over a span of its own; {@code skr} in bit/s. */
    Town link(String from, String to, long skr) {
        String name = from + "-" + to;
        span(name, from, to);
        int number = fixedPairs.size() + 1;
        ModuleId transmitter = new ModuleId(new NodeName(from), number);
        ModuleId receiver = new ModuleId(new NodeName(to), number);
        module(transmitter, Role.TRANSMITTER, Optional.empty());
        module(receiver, Role.RECEIVER, Optional.empty());
        fixedPairs.add(new OpticalPlant.FixedPair(
                name, transmitter, receiver, List.of(name), new Channel(34), Optional.empty()));
        return made(name, transmitter, receiver, skr);
    }

    void span(String name, String from, String to) {
        spans.put(name, Records.of(OpticalPlant.Span.class, "name", name, "a", from, "b", to, "loss", new Loss(5000)));
    }

    /** A switch at a node whose port 1 the module is patched to and whose port 11 leads into the span. */
    Town switched(String node, Role role, String span) {
        NodeName site = new NodeName(node);
        String name = "switch-" + node;
        switches.put(
                name,
                new OpticalPlant.Switch(
                        name, site, new Loss(1500), Map.of(11, new OpticalPlant.SpanPort(span, new Channel(37)))));
        module(new ModuleId(site, 10), role, Optional.of(new AttachmentPoint(name, 1)));
        return this;
    }

    private void module(ModuleId id, Role role, Optional<AttachmentPoint> attachment) {
        modules.put(
                id,
                Records.of(
                        QkdModule.class,
                        "id",
                        id,
                        "model",
                        "Acme Q1",
                        "technology",
                        "DV-QKD",
                        "role",
                        role,
                        "attachment",
                        attachment,
                        "working",
                        true));
    }

    Town made(String name, ModuleId transmitter, ModuleId receiver, long skr) {
        KeyAssociationLinkId link = Identities.physLink(transmitter, receiver);
        links.put(name, link);
        making.put(link, new Making(skr, Optional.empty(), Optional.of(100_000L)));
        return this;
    }

    /** From now on the link makes this. */
    void makes(String name, long skr, Optional<Integer> qberPpm, Optional<Long> storedBits) {
        making.put(links.get(name), new Making(skr, qberPpm, storedBits));
    }

    static String sae(String node) {
        return "sae-" + node;
    }

    Inventory inventory() {
        Map<String, Object> registered = new TreeMap<>();
        Map<String, Object> saes = new TreeMap<>();
        nodes.forEach(node -> {
            registered.put(node.value(), told.getOrDefault(node, Map.of()));
            saes.put(sae(node.value()), node);
        });
        saes.putAll(more);
        return Records.of(Inventory.class, "nodes", registered, "saes", saes, "policy", policy);
    }

    OpticalPlant plant(OpticalPlant.WantedPairing... wanted) {
        return new OpticalPlant(spans, switches, fixedPairs, List.of(wanted));
    }
}
