package org.qkdn.controller.core.pairing;

import com.google.common.collect.ImmutableSortedSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.OpticalPlant.EntangledSource;
import org.qkdn.controller.core.model.OpticalPlant.FixedPair;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.Role;

/** Looks for the direct links of a plant. Ways are found once for each switch and channel, for all modules there. */
final class LinkSearch {
    private final OpticalLayer layer;
    private final int mostCrossed;
    private final Occupancy occupancy;
    private final SortedSet<Channel> channels = new TreeSet<>();
    private final Map<Channel, LightWays> fibres = new HashMap<>();
    private final Map<Start, Map<String, List<LightWays.Way>>> ways = new HashMap<>();
    private final Map<Start, Map<String, List<LightWays.Way>>> waysWereAllFree = new HashMap<>();
    private final LinkJudge judge;

    private record Start(String device, Channel channel) {}

    /** A module at a switch, and the channels of the plant that it tunes to. */
    private record End(QkdModule module, SwitchPort port, Compatibility.Kind kind, Set<Channel> channels) {}

    LinkSearch(OpticalLayer layer, RateModel rates, int mostWays, int mostCrossed) {
        this.layer = layer;
        this.judge = new LinkJudge(rates);
        this.mostCrossed = mostCrossed;
        this.occupancy = Occupancy.of(layer.plant());
        layer.plant().switches().values().forEach(each -> each.ports()
                .values()
                .forEach(port -> channels.add(port.channel())));
        channels.forEach(channel ->
                fibres.put(channel, new LightWays(layer, channel, occupancy::isFree, mostWays, mostCrossed)));
    }

    DirectLinks all() {
        layer.plant().fixedPairs().forEach(this::fixed);
        List<End> ends = layer.modules().stream()
                .flatMap(module -> layer.switchPort(module).map(port -> end(module, port)).stream())
                .toList();
        List<End> receivers = ends.stream()
                .filter(end -> end.module().role() != Role.TRANSMITTER)
                .toList();
        for (End transmitter : ends) {
            if (transmitter.module().role() != Role.RECEIVER) {
                for (End receiver : receivers) {
                    if (fit(transmitter, receiver)) {
                        switched(transmitter, receiver);
                    }
                }
            }
        }
        return judge.verdict();
    }

    private End end(QkdModule module, SwitchPort port) {
        Wavelengths range = new Wavelengths(module.wavelengthRange());
        return new End(
                module,
                port,
                Compatibility.kind(module),
                channels.stream()
                        .filter(range::allow)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Channel::compareTo)));
    }

    private static boolean fit(End transmitter, End receiver) {
        return transmitter.kind().equals(receiver.kind())
                && !transmitter
                        .module()
                        .id()
                        .node()
                        .equals(receiver.module().id().node());
    }

    private void fixed(FixedPair pair) {
        Optional<QkdModule> transmitter = layer.module(pair.transmitter());
        Optional<QkdModule> receiver = layer.module(pair.receiver());
        if (transmitter.isEmpty()
                || receiver.isEmpty()
                || !layer.plant().spans().keySet().containsAll(pair.spans())) {
            return;
        }
        Loss spansLoss = layer.loss(pair.spans(), pair.channel(), List.of());
        OpticalPath path =
                new OpticalPath(pair.channel(), pair.spans(), pair.loss().orElse(spansLoss), List.of());
        Compatibility.objection(transmitter.get(), receiver.get())
                .or(() -> untunable(transmitter.get(), receiver.get(), pair.channel()))
                .or(() -> classical(pair))
                .ifPresentOrElse(
                        reason -> judge.refuse(transmitter.get(), receiver.get(), Optional.of(path), reason),
                        () -> judge.judge(transmitter.get(), receiver.get(), path, spansLoss));
    }

    private Optional<String> classical(FixedPair pair) {
        return pair.spans().stream()
                .filter(span -> layer.plant().spans().get(span).classical().contains(pair.channel()))
                .findFirst()
                .map(span -> "channel " + pair.channel() + " of span " + span + " serves classical light");
    }

    private static Optional<String> untunable(QkdModule transmitter, QkdModule receiver, Channel channel) {
        return Stream.of(transmitter, receiver)
                        .allMatch(module -> new Wavelengths(module.wavelengthRange()).allow(channel))
                ? Optional.empty()
                : Optional.of("channel " + channel + " is not within both modules' range");
    }

    private void switched(End transmitter, End receiver) {
        int before = judge.judged();
        Optional<EntangledSource> source = SourceWays.source(layer, transmitter.module(), receiver.module());
        if (source.isPresent()) {
            viaSource(source.get(), transmitter.module(), receiver.module());
            return;
        }
        if (transmitter.port().device().equals(receiver.port().device())) {
            onOneSwitch(transmitter, receiver);
        } else {
            for (Channel channel : transmitter.channels()) {
                if (receiver.channels().contains(channel)) {
                    overFibre(transmitter, receiver, channel);
                }
            }
        }
        if (judge.judged() == before) {
            judge.refuse(
                    transmitter.module(),
                    receiver.module(),
                    Optional.empty(),
                    taken(transmitter, receiver).orElse("no optical path joins the two at a wavelength both can use"));
        }
    }

    private void viaSource(EntangledSource source, QkdModule one, QkdModule other) {
        if (SourceWays.inOrder(one.id(), other.id())) {
            new Wavelengths(one.wavelengthRange())
                    .lowestInCommon(new Wavelengths(other.wavelengthRange()))
                    .ifPresent(channel ->
                            judge.judge(one, other, SourceWays.path(layer, source, one, other, channel), Loss.NONE));
        }
    }

    private void onOneSwitch(End transmitter, End receiver) {
        SwitchPort from = transmitter.port();
        new Wavelengths(transmitter.module().wavelengthRange())
                .lowestInCommon(new Wavelengths(receiver.module().wavelengthRange()))
                .map(channel -> new OpticalPath(
                        channel,
                        List.of(),
                        layer.insertionLoss(from.device()),
                        List.of(new Pairing.CrossConnect(
                                from.device(), from.port(), receiver.port().port()))))
                .ifPresent(path -> judge.judge(transmitter.module(), receiver.module(), path, Loss.NONE));
    }

    /** Of ways that are too lossy the best alone is worth a refusal. */
    private void overFibre(End transmitter, End receiver, Channel channel) {
        String device = transmitter.port().device();
        List<LightWays.Way> found = ways.computeIfAbsent(
                        new Start(device, channel), start -> fibres.get(channel).from(device))
                .getOrDefault(receiver.port().device(), List.of());
        Optional<Loss> budget = LinkJudge.budget(transmitter.module(), receiver.module());
        boolean first = true;
        for (LightWays.Way way : found) {
            if (first || !LinkJudge.isBeyond(way.loss(), budget)) {
                judge.judge(
                        transmitter.module(),
                        receiver.module(),
                        path(channel, way, transmitter, receiver),
                        way.spansLoss());
            }
            first = false;
        }
    }

    private static OpticalPath path(Channel channel, LightWays.Way way, End transmitter, End receiver) {
        return new OpticalPath(
                channel, way.spans(), way.loss(), way.crossConnects(transmitter.port(), receiver.port()));
    }

    /** What uses the channel that the two could meet on, were it free. */
    private Optional<String> taken(End transmitter, End receiver) {
        String device = transmitter.port().device();
        return transmitter.channels().stream()
                .filter(receiver.channels()::contains)
                .flatMap(channel ->
                        waysWereAllFree(device, channel)
                                .getOrDefault(receiver.port().device(), List.of())
                                .stream()
                                .map(way -> path(channel, way, transmitter, receiver)))
                .flatMap(path -> occupancy.conflict(path).stream())
                .findFirst()
                .map(conflict -> "no optical path is free: " + conflict);
    }

    private Map<String, List<LightWays.Way>> waysWereAllFree(String device, Channel channel) {
        return waysWereAllFree.computeIfAbsent(
                new Start(device, channel),
                start -> new LightWays(layer, channel, any -> true, 1, mostCrossed).from(device));
    }
}
