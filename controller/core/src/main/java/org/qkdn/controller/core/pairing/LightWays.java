package org.qkdn.controller.core.pairing;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;

/**
 * Where light of one channel can get to from a switch: to each switch the few ways of least loss, none over a switch
 * twice. The best way to a switch is always among them; of the others one may be missed where all of the kept ways to a
 * switch half way are of no use for it, which needs more parallel ways than are kept.
 */
final class LightWays {
    private final OpticalLayer layer;
    private final Channel channel;
    private final Predicate<SpanPort> free;
    private final int most;
    private final int mostCrossed;
    private final Map<String, List<Way>> found = new HashMap<>();
    private final PriorityQueue<Way> frontier = new PriorityQueue<>(Way.CHEAPEST);

    /** From one switch to the next. */
    record Hop(SwitchPort exit, String span, SwitchPort entry) {}

    /** @param loss all switches included, also the first and the last */
    record Way(String to, Loss loss, ImmutableList<Hop> hops) {
        static final Comparator<Way> CHEAPEST = Comparator.comparing(Way::loss)
                .thenComparingInt(way -> way.hops().size())
                .thenComparing(Way::hops, (left, right) -> {
                    for (int i = 0; i < left.size(); i++) {
                        int order = left.get(i).exit().compareTo(right.get(i).exit());
                        if (order != 0) {
                            return order;
                        }
                    }
                    return 0;
                });

        List<String> spans() {
            return hops.stream().map(Hop::span).toList();
        }

        boolean crosses(String device) {
            return hops.stream().anyMatch(hop -> hop.exit().device().equals(device));
        }

        /** What the switches must connect between a transmitter's port at the first and a receiver's at the last. */
        List<Pairing.CrossConnect> crossConnects(SwitchPort transmitter, SwitchPort receiver) {
            List<Pairing.CrossConnect> crossed = new ArrayList<>(hops.size() + 1);
            SwitchPort at = transmitter;
            for (Hop hop : hops) {
                crossed.add(new Pairing.CrossConnect(
                        at.device(), at.port(), hop.exit().port()));
                at = hop.entry();
            }
            crossed.add(new Pairing.CrossConnect(at.device(), at.port(), receiver.port()));
            return crossed;
        }
    }

    private LightWays(OpticalLayer layer, Channel channel, Predicate<SpanPort> free, int most, int mostCrossed) {
        this.layer = layer;
        this.channel = channel;
        this.free = free;
        this.most = most;
        this.mostCrossed = mostCrossed;
    }

    /**
     * By the switch they lead to, the best first; the start is not among them.
     *
     * @param most ways to a switch
     * @param mostCrossed switches on a way
     */
    static Map<String, List<Way>> from(
            String device, OpticalLayer layer, Channel channel, Predicate<SpanPort> free, int most, int mostCrossed) {
        LightWays ways = new LightWays(layer, channel, free, most, mostCrossed);
        ways.search(device);
        ways.found.remove(device);
        return Collections.unmodifiableMap(ways.found);
    }

    private void search(String device) {
        frontier.add(new Way(device, layer.insertionLoss(device), ImmutableList.of()));
        while (!frontier.isEmpty()) {
            Way way = frontier.remove();
            List<Way> known = found.computeIfAbsent(way.to(), to -> new ArrayList<>());
            if (known.size() < most) {
                known.add(way);
                extend(way);
            }
        }
    }

    private void extend(Way way) {
        if (way.hops().size() + 2 > mostCrossed) {
            return;
        }
        layer.spanPortsOf(way.to()).forEach((port, leadsTo) -> {
            if (leadsTo.channel().equals(channel) && free.test(leadsTo)) {
                SwitchPort exit = new SwitchPort(way.to(), port);
                layer.farEnd(exit)
                        .filter(entry -> !entry.device().equals(way.to()) && !way.crosses(entry.device()))
                        .ifPresent(entry -> frontier.add(cross(way, exit, leadsTo, entry)));
            }
        });
    }

    private Way cross(Way way, SwitchPort exit, SpanPort leadsTo, SwitchPort entry) {
        Loss loss = way.loss()
                .plus(layer.loss(List.of(leadsTo.span()), channel, List.of()))
                .plus(layer.insertionLoss(entry.device()));
        ImmutableList<Hop> hops = ImmutableList.<Hop>builderWithExpectedSize(
                        way.hops().size() + 1)
                .addAll(way.hops())
                .add(new Hop(exit, leadsTo.span(), entry))
                .build();
        return new Way(entry.device(), loss, hops);
    }
}
