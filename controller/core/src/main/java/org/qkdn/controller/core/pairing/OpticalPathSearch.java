package org.qkdn.controller.core.pairing;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;

/**
 * The way for light with the least loss, then the fewest switches, then the lowest channel and the smallest names, so
 * that the same plant always gives the same path. Dijkstra's algorithm over the ports where light enters a switch; such
 * a port fixes the channel, and a cheapest way never comes back to a switch, so no port or span occurs in it twice.
 */
final class OpticalPathSearch {
    private final OpticalLayer layer;
    private final SwitchPort receiver;
    private final Predicate<Channel> allowed;
    private final Occupancy occupancy;
    private final PriorityQueue<Reach> frontier = new PriorityQueue<>(Reach.CHEAPEST);

    private OpticalPathSearch(
            OpticalLayer layer, SwitchPort receiver, Predicate<Channel> allowed, Occupancy occupancy) {
        this.layer = layer;
        this.receiver = receiver;
        this.allowed = allowed;
        this.occupancy = occupancy;
    }

    /** @param onOneSwitch the channel to use where both modules are patched to the same switch, and no span fixes it */
    static Optional<OpticalPath> find(
            OpticalLayer layer,
            SwitchPort transmitter,
            SwitchPort receiver,
            Predicate<Channel> allowed,
            Optional<Channel> onOneSwitch,
            Occupancy occupancy) {
        OpticalPathSearch search = new OpticalPathSearch(layer, receiver, allowed, occupancy);
        return occupancy.isFree(transmitter) && occupancy.isFree(receiver)
                ? search.from(transmitter, onOneSwitch)
                : Optional.empty();
    }

    private Optional<OpticalPath> from(SwitchPort transmitter, Optional<Channel> onOneSwitch) {
        Set<SwitchPort> settled = new HashSet<>();
        frontier.add(new Reach(transmitter, Optional.empty(), Loss.NONE, ImmutableList.of(), ImmutableList.of()));
        while (!frontier.isEmpty()) {
            Reach reach = frontier.remove();
            if (reach.at().equals(receiver)) {
                return Optional.of(
                        new OpticalPath(reach.channel().orElseThrow(), reach.spans(), reach.loss(), reach.crossings()));
            }
            if (settled.add(reach.at())) {
                expand(reach, onOneSwitch);
            }
        }
        return Optional.empty();
    }

    private void expand(Reach reach, Optional<Channel> onOneSwitch) {
        String device = reach.at().device();
        Optional<Channel> arriving = reach.channel().or(() -> onOneSwitch);
        if (receiver.device().equals(device) && arriving.isPresent()) {
            Loss loss = reach.loss().plus(layer.insertionLoss(device));
            frontier.add(new Reach(receiver, arriving, loss, reach.crossedTo(receiver), reach.spans()));
        }
        layer.spanPortsOf(device).forEach((port, leadsTo) -> {
            SwitchPort exit = new SwitchPort(device, port);
            if (!exit.equals(reach.at())
                    && allowed.test(leadsTo.channel())
                    && reach.channel().map(leadsTo.channel()::equals).orElse(true)
                    && occupancy.isFree(exit)
                    && occupancy.isFree(leadsTo)) {
                layer.farEnd(exit).filter(occupancy::isFree).ifPresent(next -> cross(reach, exit, leadsTo, next));
            }
        });
    }

    private void cross(Reach reach, SwitchPort exit, SpanPort leadsTo, SwitchPort next) {
        Loss loss = reach.loss()
                .plus(layer.insertionLoss(exit.device()))
                .plus(layer.loss(List.of(leadsTo.span()), leadsTo.channel(), List.of()));
        frontier.add(new Reach(
                next,
                Optional.of(leadsTo.channel()),
                loss,
                reach.crossedTo(exit),
                ImmutableList.<String>builder()
                        .addAll(reach.spans())
                        .add(leadsTo.span())
                        .build()));
    }

    /** Light has come to a port: to one where it enters a switch, or to the receiver's. */
    private record Reach(
            SwitchPort at,
            Optional<Channel> channel,
            Loss loss,
            ImmutableList<Pairing.CrossConnect> crossings,
            ImmutableList<String> spans) {
        static final Comparator<Reach> CHEAPEST = Comparator.comparing(Reach::loss)
                .thenComparingInt(reach -> reach.crossings().size())
                .thenComparingInt(reach -> reach.channel().map(Channel::number).orElse(0))
                .thenComparing(reach -> reach.crossings().toString());

        ImmutableList<Pairing.CrossConnect> crossedTo(SwitchPort exit) {
            return ImmutableList.<Pairing.CrossConnect>builder()
                    .addAll(crossings)
                    .add(new Pairing.CrossConnect(at.device(), at.port(), exit.port()))
                    .build();
        }
    }
}
