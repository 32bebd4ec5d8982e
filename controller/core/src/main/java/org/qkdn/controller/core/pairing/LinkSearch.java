package org.qkdn.controller.core.pairing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.OpticalPlant.EntangledSource;
import org.qkdn.controller.core.model.OpticalPlant.FixedPair;
import org.qkdn.controller.core.model.QkdModule;

/** Looks for the direct links of a plant. Ways are found once for each switch and channel, for all modules there. */
final class LinkSearch {
    private final OpticalLayer layer;
    private final RateModel rates;
    private final int mostWays;
    private final int mostCrossed;
    private final Occupancy occupancy;
    private final SortedSet<Channel> channels = new TreeSet<>();
    private final Map<Start, Map<String, List<LightWays.Way>>> ways = new HashMap<>();
    private final List<DirectLink> links = new ArrayList<>();
    private final List<RefusedLink> refused = new ArrayList<>();

    private record Start(String device, Channel channel) {}

    LinkSearch(OpticalLayer layer, RateModel rates, int mostWays, int mostCrossed) {
        this.layer = layer;
        this.rates = rates;
        this.mostWays = mostWays;
        this.mostCrossed = mostCrossed;
        this.occupancy = Occupancy.of(layer.plant());
        layer.plant().switches().values().forEach(each -> each.ports()
                .values()
                .forEach(port -> channels.add(port.channel())));
    }

    DirectLinks all() {
        layer.plant().fixedPairs().forEach(this::fixed);
        List<QkdModule> patched = layer.modules().stream()
                .filter(module -> layer.switchPort(module).isPresent())
                .toList();
        for (QkdModule transmitter : patched) {
            for (QkdModule receiver : patched) {
                if (!transmitter.id().equals(receiver.id())
                        && Compatibility.objection(transmitter, receiver).isEmpty()) {
                    switched(transmitter, receiver);
                }
            }
        }
        return new DirectLinks(links, refused);
    }

    private void fixed(FixedPair pair) {
        if (!layer.plant().spans().keySet().containsAll(pair.spans())) {
            return;
        }
        Loss loss = pair.loss().orElseGet(() -> layer.loss(pair.spans(), pair.channel(), List.of()));
        OpticalPath path = new OpticalPath(pair.channel(), pair.spans(), loss, List.of());
        Optional<QkdModule> transmitter = layer.module(pair.transmitter());
        Optional<QkdModule> receiver = layer.module(pair.receiver());
        if (transmitter.isPresent() && receiver.isPresent()) {
            Optional<String> objection = Compatibility.objection(transmitter.get(), receiver.get())
                    .or(() -> untunable(transmitter.get(), receiver.get(), pair.channel()));
            judge(transmitter.get(), receiver.get(), path, objection);
        }
    }

    private static Optional<String> untunable(QkdModule transmitter, QkdModule receiver, Channel channel) {
        return tunable(transmitter, receiver, channel)
                ? Optional.empty()
                : Optional.of("channel " + channel + " is not within both modules' range");
    }

    private static boolean tunable(QkdModule transmitter, QkdModule receiver, Channel channel) {
        return Stream.of(transmitter, receiver)
                .allMatch(module -> new Wavelengths(module.wavelengthRange()).allow(channel));
    }

    private void switched(QkdModule transmitter, QkdModule receiver) {
        int before = links.size() + refused.size();
        SwitchPort from = layer.switchPort(transmitter).orElseThrow();
        SwitchPort to = layer.switchPort(receiver).orElseThrow();
        Optional<EntangledSource> source = SourceWays.source(layer, transmitter, receiver);
        if (source.isPresent()) {
            viaSource(source.get(), transmitter, receiver);
            return;
        }
        if (from.device().equals(to.device())) {
            new Wavelengths(transmitter.wavelengthRange())
                    .lowestInCommon(new Wavelengths(receiver.wavelengthRange()))
                    .ifPresent(
                            channel -> judge(transmitter, receiver, onOneSwitch(from, to, channel), Optional.empty()));
        } else {
            for (Channel channel : channels) {
                if (tunable(transmitter, receiver, channel)) {
                    overFibre(transmitter, from, receiver, to, channel);
                }
            }
        }
        if (links.size() + refused.size() == before) {
            refused.add(new RefusedLink(
                    transmitter.id(),
                    receiver.id(),
                    Optional.empty(),
                    "no optical path joins the two at a wavelength both can use"));
        }
    }

    private void viaSource(EntangledSource source, QkdModule one, QkdModule other) {
        if (SourceWays.inOrder(one.id(), other.id())) {
            new Wavelengths(one.wavelengthRange())
                    .lowestInCommon(new Wavelengths(other.wavelengthRange()))
                    .ifPresent(channel ->
                            judge(one, other, SourceWays.path(layer, source, one, other, channel), Optional.empty()));
        }
    }

    private OpticalPath onOneSwitch(SwitchPort from, SwitchPort to, Channel channel) {
        return new OpticalPath(
                channel,
                List.of(),
                layer.insertionLoss(from.device()),
                List.of(new Pairing.CrossConnect(from.device(), from.port(), to.port())));
    }

    /** Of ways that are too lossy the best alone is worth a refusal. */
    private void overFibre(QkdModule transmitter, SwitchPort from, QkdModule receiver, SwitchPort to, Channel channel) {
        boolean first = true;
        for (LightWays.Way way : ways(from.device(), channel).getOrDefault(to.device(), List.of())) {
            OpticalPath path = new OpticalPath(channel, way.spans(), way.loss(), way.crossConnects(from, to));
            if (first || beyond(transmitter, receiver, path).isEmpty()) {
                judge(transmitter, receiver, path, Optional.empty());
            }
            first = false;
        }
    }

    private Map<String, List<LightWays.Way>> ways(String device, Channel channel) {
        return ways.computeIfAbsent(
                new Start(device, channel),
                start -> LightWays.from(device, layer, channel, occupancy::isFree, mostWays, mostCrossed));
    }

    private void judge(QkdModule transmitter, QkdModule receiver, OpticalPath path, Optional<String> objection) {
        ExpectedRate expected = rates.expected(
                transmitter, path.spans(), path.channel(), layer.loss(path.spans(), path.channel(), List.of()));
        objection
                .or(() -> beyond(transmitter, receiver, path))
                .or(() -> noKey(path, expected))
                .ifPresentOrElse(
                        reason -> refused.add(
                                new RefusedLink(transmitter.id(), receiver.id(), Optional.of(path), reason)),
                        () -> links.add(new DirectLink(
                                transmitter.id(), receiver.id(), path, budget(transmitter, receiver), expected)));
    }

    private static Optional<String> beyond(QkdModule transmitter, QkdModule receiver, OpticalPath path) {
        return budget(transmitter, receiver)
                .filter(most -> path.loss().compareTo(most) > 0)
                .map(most -> "the optical path loses " + path.loss() + ", the modules bear " + most);
    }

    private Optional<String> noKey(OpticalPath path, ExpectedRate expected) {
        Loss fibre = layer.loss(path.spans(), path.channel(), List.of());
        return switch (expected.basis()) {
            case UNKNOWN -> Optional.empty();
            case MEASURED ->
                expected.rate().bitsPerSecond() == 0
                        ? Optional.of("no key was made here when it was measured, at " + path.loss())
                        : Optional.empty();
            case MODELLED ->
                expected.rate().bitsPerSecond() == 0
                        ? Optional.of("the spans lose " + fibre + ", at which such modules make no key")
                        : Optional.empty();
        };
    }

    private static Optional<Loss> budget(QkdModule transmitter, QkdModule receiver) {
        return Stream.of(transmitter, receiver)
                .flatMap(module -> module.maxAbsorption().stream())
                .min(Loss::compareTo);
    }
}
