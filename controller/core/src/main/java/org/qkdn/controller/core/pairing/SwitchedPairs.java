package org.qkdn.controller.core.pairing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.OpticalPlant.WantedPairing;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.ReportedLink;

/** Ways for the light of wanted pairs: the one in use where there is one, else a new one. */
final class SwitchedPairs {
    private final OpticalLayer layer;
    private final Map<ModuleId, Pairing> previous;
    private final Closed closed;
    private final Occupancy occupancy;

    SwitchedPairs(OpticalLayer layer, Map<ModuleId, Pairing> previous, Closed closed) {
        this.layer = layer;
        this.previous = previous;
        this.closed = closed;
        this.occupancy = Occupancy.of(layer.plant());
    }

    static String named(WantedPairing wish) {
        return "pairing " + wish.transmitter() + " to " + wish.receiver();
    }

    /** Whether the pair was made before, or, after a restart, is reported to work. */
    boolean isHeld(WantedPairing wish) {
        return previousPath(wish).isPresent() || !reports(wish).isEmpty();
    }

    /** The pair over the way its light already takes; empty where that does not do, or none is known. */
    Optional<Pairing> keep(WantedPairing wish) {
        Optional<OpticalPath> inUse = viaSource(wish)
                .filter(path -> previousPath(wish).isPresent()
                        || path.crossConnects().stream().allMatch(layer::connects))
                .or(() -> previousPath(wish).flatMap(path -> renewed(wish, path)))
                .or(() -> connected(wish))
                .filter(path -> objection(wish, path).isEmpty());
        return inUse.or(() -> silentEnd(wish))
                .filter(path -> occupancy.conflict(path).isEmpty())
                .map(path -> made(wish, path));
    }

    /** The pair over a new way, or why there is none. */
    Pairing connect(WantedPairing wish) {
        Optional<QkdModule> transmitter = layer.module(wish.transmitter());
        Optional<QkdModule> receiver = layer.module(wish.receiver());
        if (transmitter.isEmpty() || receiver.isEmpty()) {
            ModuleId silent = transmitter.isEmpty() ? wish.transmitter() : wish.receiver();
            return impossible(wish, "node " + silent.node() + " has not reported yet");
        }
        Optional<String> misfit = Compatibility.objection(transmitter.get(), receiver.get());
        if (misfit.isPresent()) {
            return impossible(wish, misfit.get());
        }
        for (QkdModule module : List.of(transmitter.get(), receiver.get())) {
            if (layer.switchPort(module).isEmpty()) {
                return impossible(wish, module.id() + " is not patched to a switch of the optical plant");
            }
        }
        if (SourceWays.source(layer, transmitter.get(), receiver.get()).isPresent()) {
            return connectToSource(wish);
        }
        Optional<OpticalPath> path = search(wish, occupancy.without(closed))
                .filter(around -> objection(wish, around).isEmpty())
                .or(() -> search(wish, occupancy));
        Optional<String> objection = path.isPresent()
                ? objection(wish, path.get())
                : Optional.of(search(wish, new Occupancy())
                        .flatMap(occupancy::conflict)
                        .map(conflict -> "no optical path is free: " + conflict)
                        .orElse("no optical path joins the two at a wavelength both can use"));
        return objection
                .<Pairing>map(reason -> impossible(wish, reason))
                .orElseGet(() -> made(wish, path.orElseThrow()));
    }

    private Pairing connectToSource(WantedPairing wish) {
        Optional<OpticalPath> path = viaSource(wish);
        Optional<String> objection = path.isEmpty()
                ? Optional.of("no wavelength of the source's light is within both modules' range")
                : objection(wish, path.get()).or(() -> occupancy.conflict(path.get()));
        return objection
                .<Pairing>map(reason -> impossible(wish, reason))
                .orElseGet(() -> made(wish, path.orElseThrow()));
    }

    private Optional<OpticalPath> viaSource(WantedPairing wish) {
        List<QkdModule> both = ends(wish).toList();
        return both.size() < 2
                ? Optional.empty()
                : SourceWays.source(layer, both.get(0), both.get(1)).flatMap(source -> wish.channel()
                        .or(() -> lowestInCommon(both.get(0), both.get(1)))
                        .map(channel -> SourceWays.path(layer, source, both.get(0), both.get(1), channel)));
    }

    private Optional<OpticalPath> search(WantedPairing wish, Occupancy used) {
        Predicate<Channel> allowed = channel -> tunable(wish, channel);
        return reportedChannel(wish)
                .filter(allowed)
                .flatMap(inUse -> search(wish, inUse::equals, used))
                .or(() -> search(wish, allowed, used));
    }

    private Optional<OpticalPath> search(WantedPairing wish, Predicate<Channel> allowed, Occupancy used) {
        QkdModule transmitter = layer.module(wish.transmitter()).orElseThrow();
        QkdModule receiver = layer.module(wish.receiver()).orElseThrow();
        return OpticalPathSearch.find(
                layer,
                layer.switchPort(transmitter).orElseThrow(),
                layer.switchPort(receiver).orElseThrow(),
                allowed,
                wish.channel().or(() -> lowestInCommon(transmitter, receiver)),
                used);
    }

    private static Optional<Channel> lowestInCommon(QkdModule transmitter, QkdModule receiver) {
        return new Wavelengths(transmitter.wavelengthRange())
                .lowestInCommon(new Wavelengths(receiver.wavelengthRange()));
    }

    private boolean tunable(WantedPairing wish, Channel channel) {
        return wish.channel().map(channel::equals).orElse(true)
                && ends(wish).allMatch(module -> new Wavelengths(module.wavelengthRange()).allow(channel));
    }

    private Stream<QkdModule> ends(WantedPairing wish) {
        return Stream.of(wish.transmitter(), wish.receiver()).flatMap(id -> layer.module(id).stream());
    }

    private Optional<String> objection(WantedPairing wish, OpticalPath path) {
        if (!tunable(wish, path.channel())) {
            return Optional.of("channel " + path.channel() + " is not wanted, or not within both modules' range");
        }
        return ends(wish)
                .filter(module -> module.maxAbsorption()
                        .map(most -> path.loss().compareTo(most) > 0)
                        .orElse(false))
                .map(module -> "the optical path of least loss has " + path.loss() + ", and " + module.id() + " bears "
                        + module.maxAbsorption().orElseThrow())
                .findFirst();
    }

    private Optional<OpticalPath> previousPath(WantedPairing wish) {
        return previous.get(wish.transmitter()) instanceof Pairing.Made made
                        && made.receiver().equals(wish.receiver())
                ? Optional.of(new OpticalPath(made.channel(), made.spans(), made.loss(), made.crossConnects()))
                : Optional.empty();
    }

    /** The same way, checked against the plant as it is now; a way from a module that is silent cannot be checked. */
    private Optional<OpticalPath> renewed(WantedPairing wish, OpticalPath path) {
        Map<SwitchPort, SwitchPort> crossings = path.crossConnects().stream()
                .collect(Collectors.toMap(
                        crossing -> new SwitchPort(crossing.switchName(), crossing.ingress()),
                        crossing -> new SwitchPort(crossing.switchName(), crossing.egress()),
                        (first, second) -> first));
        return traced(wish, port -> Optional.ofNullable(crossings.get(port)));
    }

    /** The way that the switches report to connect now. */
    private Optional<OpticalPath> connected(WantedPairing wish) {
        return traced(wish, layer::egress);
    }

    private Optional<OpticalPath> traced(WantedPairing wish, Function<SwitchPort, Optional<SwitchPort>> connection) {
        return port(wish.transmitter())
                .map(start -> LightTrace.from(layer, start, connection))
                .filter(trace -> port(wish.receiver()).map(trace.exit()::equals).orElse(false))
                .filter(trace -> !trace.crossConnects().isEmpty())
                .flatMap(trace -> trace.channel()
                        .or(wish::channel)
                        .or(() -> reportedChannel(wish))
                        .map(channel -> new OpticalPath(
                                channel,
                                trace.spans(),
                                layer.loss(trace.spans(), channel, trace.crossConnects()),
                                trace.crossConnects())));
    }

    private Optional<SwitchPort> port(ModuleId module) {
        return layer.module(module).flatMap(layer::switchPort);
    }

    /**
     * After a restart one end's node may be without a session. Where the other reports the link to work, it is left as it
     * is, over what the switches connect as far as that can be seen.
     */
    private Optional<OpticalPath> silentEnd(WantedPairing wish) {
        if (ends(wish).count() == 2) {
            return Optional.empty();
        }
        Optional<OpticalPath> before = previousPath(wish);
        return before.isPresent()
                ? before
                : reports(wish).stream()
                        .filter(ReportedLink.Phys::enabled)
                        .findFirst()
                        .flatMap(link -> link.channel().map(channel -> seen(wish, link, channel)));
    }

    private OpticalPath seen(WantedPairing wish, ReportedLink.Phys link, Channel channel) {
        LightTrace trace = port(wish.transmitter())
                .map(start -> LightTrace.from(layer, start, layer::egress))
                .or(() -> port(wish.receiver()).map(start -> LightTrace.back(layer, start)))
                .filter(found -> found.channel().map(channel::equals).orElse(true))
                .orElse(LightTrace.NOTHING);
        return new OpticalPath(
                channel,
                trace.spans(),
                link.loss().orElseGet(() -> layer.loss(trace.spans(), channel, trace.crossConnects())),
                trace.crossConnects());
    }

    private List<ReportedLink.Phys> reports(WantedPairing wish) {
        KeyAssociationLinkId link = Identities.physLink(wish.transmitter(), wish.receiver());
        return Stream.of(wish.transmitter(), wish.receiver())
                .flatMap(module -> layer.reported(module.node(), link).stream())
                .toList();
    }

    private Optional<Channel> reportedChannel(WantedPairing wish) {
        return reports(wish).stream().flatMap(link -> link.channel().stream()).findFirst();
    }

    private Pairing made(WantedPairing wish, OpticalPath path) {
        occupancy.claim(named(wish), path);
        return new Pairing.Made(
                wish.transmitter(),
                wish.receiver(),
                Identities.physLink(wish.transmitter(), wish.receiver()),
                path.channel(),
                path.spans(),
                path.loss(),
                path.crossConnects());
    }

    private static Pairing impossible(WantedPairing wish, String reason) {
        return new Pairing.Impossible(wish.transmitter(), wish.receiver(), reason);
    }
}
