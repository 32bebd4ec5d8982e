package org.qkdn.controller.core.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qkdn.controller.core.lighting.Lighting;
import org.qkdn.controller.core.lighting.Prospect;
import org.qkdn.controller.core.lighting.Rest;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.pairing.PhysLinks;
import org.qkdn.controller.core.pairing.SourceWays;

/**
 * Modules that the controller pairs now with one, now with another, leave key behind: as long as some is stored, the link of
 * a pair whose turn is over rests, and serves on. What rests is read from the nodes, so that a restart forgets none.
 */
final class Turns {
    private final NetworkState before;
    private final Draft draft;
    private final OpticalLayer layer;

    Turns(NetworkState before, Draft draft, OpticalLayer layer) {
        this.before = before;
        this.draft = draft;
        this.layer = layer;
    }

    /** Adds the links that rest to those that are made, and says what each makes on average. */
    void take(PhysLinks physLinks) {
        if (!draft.plant.policy().automatic()) {
            return;
        }
        SortedMap<KeyAssociationLinkId, Rest> resting = new TreeMap<>();
        Set<ModuleId> others = draft.plant.named();
        for (NodeReport report : draft.reports.values()) {
            for (ReportedLink link : report.links()) {
                if (link instanceof ReportedLink.Phys phys && !draft.links.containsKey(phys.id())) {
                    pair(phys)
                            .filter(pair -> Stream.of(pair.transmitter(), pair.receiver())
                                    .allMatch(module -> isSwitched(module) && !others.contains(module)))
                            .filter(pair -> isStored(pair) || isOfSource(pair))
                            .ifPresent(pair -> resting.putIfAbsent(phys.id(), new Rest(pair, rate(pair, phys))));
                }
            }
        }
        draft.lighting = draft.lighting.with(resting);
        resting.forEach((id, rest) ->
                draft.links.put(id, physLinks.of(rest.pair()).takingTurns(average(rest.rate(), rest.pair()))));
        draft.lighting
                .pairs()
                .forEach(lit -> draft.links.computeIfPresent(lit.link().link(), this::sharing));
    }

    /** At both ends; one alone has no use for it. Of an end that has not reported since the start the other tells. */
    private boolean isStored(Pairing.Made pair) {
        return Stream.of(pair.transmitter().node(), pair.receiver().node())
                .filter(layer::hasReported)
                .allMatch(node -> layer.reported(node, pair.link())
                        .flatMap(ReportedLink.Phys::storedBits)
                        .filter(bits -> bits > 0)
                        .isPresent());
    }

    /** Its turn comes again soon, and until then its modules may have key that the store has not. */
    private boolean isOfSource(Pairing.Made pair) {
        return SourceWays.source(layer, pair.transmitter(), pair.receiver()).isPresent();
    }

    private boolean isSwitched(ModuleId module) {
        return !layer.hasReported(module.node())
                || layer.module(module).filter(layer::isSwitched).isPresent();
    }

    private Optional<Pairing.Made> pair(ReportedLink.Phys phys) {
        Optional<Pairing.Made> known = Optional.ofNullable(
                        draft.lighting.resting().get(phys.id()))
                .map(Rest::pair)
                .or(() -> Optional.ofNullable(before.links().get(phys.id())).flatMap(link -> made(before, link)));
        return known.or(() -> asReported(phys));
    }

    private static Optional<Pairing.Made> made(NetworkState state, PhysLink link) {
        return state.pairings().get(link.transmitter()) instanceof Pairing.Made made
                        && made.link().equals(link.id())
                ? Optional.of(made)
                : Optional.empty();
    }

    /** After a restart its way is forgotten, which does not matter while no light takes it. */
    private Optional<Pairing.Made> asReported(ReportedLink.Phys phys) {
        return draft.reports.values().stream()
                .filter(report -> report.qkdnId().equals(phys.remoteNode()))
                .map(report -> new ModuleId(report.node(), phys.remoteInterface()))
                .findFirst()
                .filter(remote -> phys.role().isPresent() && phys.channel().isPresent())
                .map(remote -> {
                    boolean sends = phys.role().orElseThrow() == Role.TRANSMITTER;
                    return new Pairing.Made(
                            sends ? phys.local() : remote,
                            sends ? remote : phys.local(),
                            phys.id(),
                            phys.channel().orElseThrow(),
                            List.of(),
                            phys.loss().orElse(Loss.NONE),
                            List.of());
                });
    }

    private SecretKeyRate rate(Pairing.Made pair, ReportedLink.Phys phys) {
        PhysLink known = before.links().get(phys.id());
        if (known != null && known.skr().compareTo(SecretKeyRate.ZERO) > 0) {
            return known.skr();
        }
        return Optional.ofNullable(draft.lighting.resting().get(phys.id()))
                .map(Rest::rate)
                .orElseGet(() -> draft.lighting.prospects().stream()
                        .filter(prospect -> prospect.link().link().equals(pair.link()))
                        .map(Prospect::rate)
                        .max(Long::compare)
                        .map(SecretKeyRate::new)
                        .orElse(SecretKeyRate.ZERO));
    }

    private PhysLink sharing(KeyAssociationLinkId id, PhysLink link) {
        Lighting lighting = draft.lighting;
        boolean shares = lighting.waitingFor(link.transmitter()) + lighting.waitingFor(link.receiver()) > 0;
        return shares ? link.takingTurns(average(link.skr(), draft.pairOf(link).orElseThrow())) : link;
    }

    /** With equal turns for all that share the more wanted of its modules. */
    private SecretKeyRate average(SecretKeyRate lit, Pairing.Made pair) {
        Lighting lighting = draft.lighting;
        int turns = Math.max(turns(lighting, pair.transmitter()), turns(lighting, pair.receiver()));
        return new SecretKeyRate(lit.bitsPerSecond() / turns);
    }

    private static int turns(Lighting lighting, ModuleId module) {
        boolean isLit = lighting.pairs().stream()
                .anyMatch(each -> each.link().transmitter().equals(module)
                        || each.link().receiver().equals(module));
        return Math.max(1, lighting.waitingFor(module) + (isLit ? 1 : 0));
    }
}
