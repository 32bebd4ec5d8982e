package org.qkdn.controller.core.plan;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.pairing.Pairing;

/**
 * What is taken to fail, all at once. A node that fails takes its agent, its LKMS and its modules with it, not the fibre and
 * the switches at its site.
 *
 * @param links key association links that make no key any more, whatever the reason
 * @param vendors makers all of whose modules stop; what a maker is called is as in {@link LinkRules#avoidVendors}
 */
public record Breakdown(
        Set<String> spans,
        Set<NodeName> nodes,
        Set<String> switches,
        Set<KeyAssociationLinkId> links,
        Set<String> vendors) {
    public static final Breakdown NONE = new Breakdown(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public Breakdown {
        spans = Set.copyOf(spans);
        nodes = Set.copyOf(nodes);
        switches = Set.copyOf(switches);
        links = Set.copyOf(links);
        vendors = Set.copyOf(vendors);
    }

    /** Why the pair makes no key; empty where nothing of this concerns it. */
    Optional<String> cause(Pairing.Made pair, Map<ModuleId, QkdModule> modules) {
        return Stream.of(
                        ends(pair).map(ModuleId::node).filter(nodes::contains).map(node -> "node " + node + " fails"),
                        pair.spans().stream().filter(spans::contains).map(span -> "span " + span + " fails"),
                        pair.crossConnects().stream()
                                .map(Pairing.CrossConnect::switchName)
                                .filter(switches::contains)
                                .map(name -> "switch " + name + " fails"),
                        Stream.of(pair.link()).filter(links::contains).map(link -> "the link fails"),
                        ends(pair)
                                .flatMap(end -> Optional.ofNullable(modules.get(end)).stream())
                                .filter(this::stops)
                                .map(module -> "module " + module.id() + " (" + module.model() + ") fails"))
                .flatMap(causes -> causes)
                .findFirst();
    }

    boolean stops(QkdModule module) {
        return vendors.stream().anyMatch(vendor -> isOf(vendor, module));
    }

    static boolean isOf(String vendor, QkdModule module) {
        return !new LinkRules(OptionalInt.empty(), 0, Set.of(), Set.of(vendor)).allowsModels(Set.of(module.model()));
    }

    private static Stream<ModuleId> ends(Pairing.Made pair) {
        return Stream.of(pair.transmitter(), pair.receiver());
    }
}
