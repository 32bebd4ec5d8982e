package org.qkdn.controller.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.lighting.Prospect;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant.FixedPair;
import org.qkdn.controller.core.model.OpticalPlant.WantedPairing;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.pairing.DirectLinks;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.pairing.RateModel;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayLink;
import org.qkdn.controller.core.path.RelayNode;
import org.qkdn.controller.core.path.RelayPathSearch;

/** Why a module does what it does, and not something else, in words for an operator. */
public final class PairingReasons {
    private static final int MOST_HOPS = 16;

    private final NetworkState state;
    private final ModuleId module;
    private final List<String> reasons = new ArrayList<>();

    private PairingReasons(NetworkState state, ModuleId module) {
        this.state = state;
        this.module = module;
    }

    /** Most important first; never none. */
    public static List<String> of(NetworkState state, ModuleId module) {
        PairingReasons why = new PairingReasons(state, module);
        why.collect();
        return List.copyOf(why.reasons);
    }

    private void collect() {
        if (state.reports().values().stream()
                .flatMap(report -> report.modules().stream())
                .noneMatch(each -> each.id().equals(module))) {
            reasons.add("no node reports a module " + module + ": name a node of the inventory and one of its qkdi_id");
            return;
        }
        Optional<FixedPair> fixed = state.plant().fixedPairs().stream()
                .filter(pair -> has(pair.transmitter(), pair.receiver()))
                .findFirst();
        Optional<WantedPairing> wish = state.plant().wantedPairings().stream()
                .filter(pair -> has(pair.transmitter(), pair.receiver()))
                .findFirst();
        if (fixed.isPresent()) {
            reasons.add(
                    "fixed pair " + fixed.get().name() + " joins " + fixed.get().transmitter() + " to "
                            + fixed.get().receiver() + ": the two are patched to each other and always meet");
        } else if (wish.isPresent()) {
            wished(wish.get());
        } else if (state.plant().policy().automatic()) {
            chosen();
        } else {
            reasons.add("nobody pairs " + module + ": write a pairing for it, or enable automatic-pairing");
        }
        refused();
    }

    private boolean has(ModuleId transmitter, ModuleId receiver) {
        return transmitter.equals(module) || receiver.equals(module);
    }

    private void wished(WantedPairing wish) {
        reasons.add("the operator's pairing joins " + wish.transmitter() + " to " + wish.receiver()
                + ": it goes before what the controller would choose");
        state.switching().failures().forEach((pair, failure) -> {
            if (pair.transmitter().equals(wish.transmitter()) && pair.receiver().equals(wish.receiver())) {
                reasons.add(failure.reason());
            }
        });
        state.pairings().values().stream()
                .filter(pairing -> has(pairing.transmitter(), pairing.receiver()))
                .forEach(this::outcome);
    }

    private void outcome(Pairing pairing) {
        switch (pairing) {
            case Pairing.Made made ->
                reasons.add(made.transmitter() + " sends to " + made.receiver() + " on channel " + made.channel()
                        + way(made.spans()) + ", " + made.loss() + " in all; its link is "
                        + Optional.ofNullable(state.links().get(made.link()))
                                .map(link -> link.status()
                                        + link.reason().map(why -> ": " + why).orElse(""))
                                .orElse("not there yet"));
            case Pairing.Impossible impossible -> reasons.add(impossible.reason());
        }
    }

    private static String way(List<String> spans) {
        return spans.isEmpty() ? " within one site" : " over " + String.join(", ", spans);
    }

    private void chosen() {
        if (state.plant().policy().locked().contains(module)) {
            reasons.add(module + " is a locked module: it stays as it is");
        }
        List<Prospect> mine = state.lighting().prospects().stream()
                .filter(each -> has(each.link().transmitter(), each.link().receiver()))
                .sorted(Comparator.comparing((Prospect each) -> -weight(each)))
                .toList();
        Optional<Prospect> lit = state.lighting().pairs().stream()
                .filter(each -> has(each.link().transmitter(), each.link().receiver()))
                .findFirst();
        if (lit.isEmpty()) {
            reasons.add("the controller leaves " + module + " dark: "
                    + (mine.isEmpty()
                            ? "there is no pair for it to choose"
                            : "the modules it could meet are worth more with others"));
        }
        lit.ifPresent(each -> {
            reasons.add("the controller chose " + described(each));
            relayed(each).ifPresent(reasons::add);
            state.pairings().values().stream()
                    .filter(pairing -> has(pairing.transmitter(), pairing.receiver()))
                    .forEach(this::outcome);
        });
        Set<ModuleId> told = new HashSet<>();
        mine.stream()
                .filter(each -> lit.isEmpty() || !other(each).equals(other(lit.get())))
                .filter(each -> told.add(other(each)))
                .forEach(each -> reasons.add(rejected(each, lit)));
        state.switching().failures().forEach((pair, failure) -> {
            if (pair.has(module)) {
                reasons.add(failure.reason());
            }
        });
    }

    private long weight(Prospect each) {
        return each.weight(state.plant().policy().horizon());
    }

    private ModuleId other(Prospect each) {
        return each.link().transmitter().equals(module)
                ? each.link().receiver()
                : each.link().transmitter();
    }

    private String described(Prospect each) {
        return each.link().transmitter() + " to " + each.link().receiver() + ": " + worth(each);
    }

    private String worth(Prospect each) {
        return "association " + each.association() + " lacks " + each.deficitBits() + " bit for the next "
                + state.plant().policy().horizon().toSeconds() + " s, the pair makes " + each.rate() + " bit/s ("
                + (each.lit()
                        ? "observed"
                        : each.link().expected().basis().name().toLowerCase(java.util.Locale.ROOT))
                + (each.lit() ? "" : ", after " + each.dark().toSeconds() + " s without key") + ")";
    }

    /** What the direct path spares, or what it does not. */
    private Optional<String> relayed(Prospect each) {
        Association ends = each.association();
        return path(ends, each.link().link())
                .map(path -> path.relays().isEmpty()
                        ? "another direct link joins " + ends + ", too"
                        : "without it keys of " + ends + " would be relayed by "
                                + path.relays().stream().map(this::trusted).collect(Collectors.joining(", "))
                                + ", whom one would have to trust");
    }

    private String trusted(NodeName node) {
        return node + " (trust class " + state.inventory().nodes().get(node).trustClass() + ")";
    }

    private Optional<KeyRelayPath> path(Association ends, org.qkdn.controller.core.model.KeyAssociationLinkId without) {
        List<RelayLink> links = state.links().values().stream()
                .filter(link -> link.canCarry() && link.status() == LinkStatus.ACTIVE)
                .filter(link -> !link.id().equals(without))
                .map(PairingReasons::relayLink)
                .toList();
        return new RelayPathSearch(RelayGraph.of(RelayNode.of(state.inventory()), links))
                .find(new RelayDemand(ends.a(), ends.b(), 0, PathRules.of(MOST_HOPS, Set.of())));
    }

    private static RelayLink relayLink(PhysLink link) {
        return new RelayLink(
                link.id(),
                link.transmitter().node(),
                link.receiver().node(),
                link.capacity().bitsPerSecond(),
                link.capacity().bitsPerSecond(),
                link.qberPpm(),
                link.storedBits(),
                Set.of(),
                Set.of());
    }

    private String rejected(Prospect each, Optional<Prospect> lit) {
        String what = "not " + each.link().transmitter() + " to " + each.link().receiver() + ": " + worth(each);
        if (lit.isPresent() && weight(each) <= weight(lit.get())) {
            return what + ", which is worth less";
        }
        Optional<Prospect> taken = state.lighting().pairs().stream()
                .filter(pair -> Stream.of(pair.link().transmitter(), pair.link().receiver())
                        .anyMatch(other(each)::equals))
                .findFirst();
        return what
                + taken.map(pair -> ", but " + other(each) + " is worth more with "
                                + (pair.link().transmitter().equals(other(each))
                                        ? pair.link().receiver()
                                        : pair.link().transmitter()))
                        .orElse(
                                ", but the change would gain less key than it costs, or its light would cross that of others");
    }

    private void refused() {
        OpticalLayer layer = new OpticalLayer(
                state.plant(),
                state.inventory().nodes().keySet(),
                state.reports(),
                state.unreachable().keySet(),
                state.switches(),
                Set.of());
        Set<String> said = new HashSet<>();
        DirectLinks.of(layer, RateModel.of(state.plant())).refused().stream()
                .filter(each -> has(each.transmitter(), each.receiver()))
                .map(each -> "never " + each.transmitter() + " to " + each.receiver() + ": " + each.reason())
                .filter(said::add)
                .forEach(reasons::add);
    }
}
