package org.qkdn.controller.core.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.lighting.Prospect;
import org.qkdn.controller.core.lighting.Rest;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.PairingPolicy;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.pairing.Closed;
import org.qkdn.controller.core.pairing.DirectLink;
import org.qkdn.controller.core.pairing.DirectLinks;
import org.qkdn.controller.core.pairing.ExpectedRate;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PairingPlan;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.pairing.RateModel;
import org.qkdn.controller.core.pairing.Wishes;
import org.qkdn.controller.core.switching.ModulePair;

/** The pairs that the controller might light, of modules that are left to it, and what each would be worth. */
final class Prospects {
    private final NetworkState before;
    private final Draft draft;
    private final OpticalLayer layer;
    private final PairingPolicy policy;
    private final Closed closed;

    Prospects(NetworkState before, Draft draft, OpticalLayer layer) {
        this.before = before;
        this.draft = draft;
        this.layer = layer;
        policy = draft.plant.policy();
        closed = Closed.of(draft.inventory.maintenance().values(), draft.plant);
    }

    /** @param wishes what is paired whatever is lit */
    List<Prospect> beside(Wishes wishes) {
        Collection<Pairing> paired =
                PairingPlan.of(layer, wishes, before.pairings(), closed).values();
        Set<ModuleId> others = draft.plant.named();
        List<DirectLink> possible = DirectLinks.of(layer, RateModel.of(draft.plant)).links().stream()
                .filter(link -> !link.isFixed())
                .filter(link -> !others.contains(link.transmitter()) && !others.contains(link.receiver()))
                .filter(link -> paired.stream().noneMatch(link::clashesWith))
                .filter(link -> isLit(link) ? !isEmptied(link) : mayBeLit(link))
                .toList();
        LackingKey lacking = new LackingKey(draft, layer, possible, this::expected);
        return possible.stream()
                .map(link -> prospect(link, lacking))
                .filter(Prospect::isWorthWhile)
                .toList();
    }

    private boolean isLit(DirectLink link) {
        boolean made = before.pairings().get(link.transmitter()) instanceof Pairing.Made known
                && known.link().equals(link.link())
                && known.crossConnects().equals(link.path().crossConnects());
        boolean works = Stream.of(link.transmitter(), link.receiver())
                .flatMap(module -> layer.reported(module.node(), link.link()).stream())
                .anyMatch(report -> report.enabled()
                        && report.channel().equals(Optional.of(link.path().channel())));
        return made || (works && link.path().crossConnects().stream().allMatch(layer::connects));
    }

    /** Neither locked, nor failed, nor closed, nor out of reach. */
    private boolean mayBeLit(DirectLink link) {
        return Stream.of(link.transmitter(), link.receiver())
                        .allMatch(module -> !policy.locked().contains(module)
                                && layer.isReachable(module.node())
                                && layer.module(module).map(QkdModule::working).orElse(false))
                && !draft.switching.isBarred(new ModulePair(link.transmitter(), link.receiver()))
                && link.path().crossConnects().stream()
                        .map(Pairing.CrossConnect::switchName)
                        .allMatch(draft::isReachable)
                && !isClosed(link);
    }

    /** Its light crosses what is in maintenance, and no service has a path over it any more. */
    boolean isEmptied(DirectLink link) {
        return isClosed(link)
                && draft.services.values().stream()
                        .flatMap(service -> service.held().stream())
                        .noneMatch(share -> share.hops().contains(link.link()));
    }

    private boolean isClosed(DirectLink link) {
        return link.path().spans().stream().anyMatch(closed.spans()::contains)
                || link.path().crossConnects().stream()
                        .map(Pairing.CrossConnect::switchName)
                        .anyMatch(closed.switches()::contains);
    }

    private Prospect prospect(DirectLink link, LackingKey lacking) {
        boolean lit = isLit(link);
        ModulePair pair = new ModulePair(link.transmitter(), link.receiver());
        return new Prospect(
                link,
                rate(link, lit),
                lacking.bits(Association.of(
                        link.transmitter().node(), link.receiver().node())),
                lit,
                lit && policy.locked().stream().anyMatch(pair::has),
                lit ? Duration.ZERO : draft.switching.relock(pair).orElse(policy.relock()));
    }

    /** As it is observed; one that has had its time and makes no key is worth nothing. */
    private long rate(DirectLink link, boolean lit) {
        long expected = expected(link);
        PhysLink known = draft.links.get(link.link());
        if (lit && known != null) {
            boolean underWay = draft.switching.underWay().containsKey(link.transmitter());
            return known.status() == LinkStatus.ACTIVE && known.skr().bitsPerSecond() > 0
                    ? known.skr().bitsPerSecond()
                    : known.status() == LinkStatus.ACTIVE || underWay ? expected : 0;
        }
        Rest rest = draft.lighting.resting().get(link.link());
        return rest != null && rest.pair().channel().equals(link.path().channel())
                ? Math.max(1, rest.rate().bitsPerSecond())
                : expected;
    }

    /** Of what nothing is known, what either module makes with another. */
    private long expected(DirectLink link) {
        return link.expected().basis() == ExpectedRate.Basis.UNKNOWN
                ? draft.links.values().stream()
                        .filter(other -> new ModulePair(other.transmitter(), other.receiver()).has(link.transmitter())
                                || new ModulePair(other.transmitter(), other.receiver()).has(link.receiver()))
                        .mapToLong(other -> other.skr().bitsPerSecond())
                        .reduce(1, Math::max)
                : Math.max(1, link.expected().rate().bitsPerSecond());
    }
}
