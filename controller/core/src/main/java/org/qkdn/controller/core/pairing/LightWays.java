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
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;

/**
 * Where light of one channel can get to from a switch: to each switch the few ways of least loss, none over a switch
 * twice. The best way to a switch is always among them; of the others one may be missed where all of the kept ways to a
 * switch half way are of no use for it, which needs more parallel ways than are kept.
 */
final class LightWays {
    private final Map<String, Loss> crossings = new HashMap<>();
    private final Map<String, List<Hop>> hops = new HashMap<>();
    private final int most;
    private final int mostCrossed;

    /** From one switch to the next, with what the span between them loses. */
    record Hop(SwitchPort exit, String span, SwitchPort entry, Loss loss) {}

    /**
     * From one switch to another.
     *
     * @param spansLoss of the spans alone
     * @param loss all switches included, also the first and the last
     */
    record Way(String to, ImmutableList<Hop> hops, ImmutableList<String> spans, Loss spansLoss, Loss loss) {
        static final Comparator<Way> CHEAPEST = Comparator.comparing(Way::loss)
                .thenComparingInt(way -> way.hops().size())
                .thenComparing(Way::hops, Way::byExits);

        private static int byExits(List<Hop> left, List<Hop> right) {
            for (int i = 0; i < left.size(); i++) {
                int order = left.get(i).exit().compareTo(right.get(i).exit());
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }

        boolean crosses(String device) {
            for (Hop hop : hops) {
                if (hop.exit().device().equals(device)) {
                    return true;
                }
            }
            return to.equals(device);
        }

        Way and(Hop hop, Loss crossing) {
            return new Way(
                    hop.entry().device(),
                    ImmutableList.<Hop>builderWithExpectedSize(hops.size() + 1)
                            .addAll(hops)
                            .add(hop)
                            .build(),
                    ImmutableList.<String>builderWithExpectedSize(spans.size() + 1)
                            .addAll(spans)
                            .add(hop.span())
                            .build(),
                    spansLoss.plus(hop.loss()),
                    loss.plus(hop.loss()).plus(crossing));
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

    /**
     * @param free which channels of which spans may be used
     * @param most ways to a switch
     * @param mostCrossed switches on a way
     */
    LightWays(OpticalLayer layer, Channel channel, Predicate<SpanPort> free, int most, int mostCrossed) {
        this.most = most;
        this.mostCrossed = mostCrossed;
        for (OpticalPlant.Switch each : layer.plant().switches().values()) {
            crossings.put(each.name(), each.insertionLoss());
            List<Hop> onward = new ArrayList<>();
            each.ports().forEach((port, leadsTo) -> {
                SwitchPort exit = new SwitchPort(each.name(), port);
                if (leadsTo.channel().equals(channel) && free.test(leadsTo)) {
                    layer.farEnd(exit)
                            .map(entry -> new Hop(
                                    exit,
                                    leadsTo.span(),
                                    entry,
                                    layer.loss(List.of(leadsTo.span()), channel, List.of())))
                            .ifPresent(onward::add);
                }
            });
            hops.put(each.name(), onward);
        }
    }

    /** By the switch they lead to, the best first; the start is not among them. */
    Map<String, List<Way>> from(String device) {
        Map<String, List<Way>> found = new HashMap<>();
        PriorityQueue<Way> frontier = new PriorityQueue<>(Way.CHEAPEST);
        frontier.add(new Way(device, ImmutableList.of(), ImmutableList.of(), Loss.NONE, crossings.get(device)));
        while (!frontier.isEmpty()) {
            Way way = frontier.remove();
            List<Way> known = found.computeIfAbsent(way.to(), to -> new ArrayList<>(most));
            if (known.size() < most) {
                known.add(way);
                if (way.hops().size() + 1 < mostCrossed) {
                    extend(way, frontier);
                }
            }
        }
        found.remove(device);
        return Collections.unmodifiableMap(found);
    }

    private void extend(Way way, PriorityQueue<Way> frontier) {
        for (Hop hop : hops.get(way.to())) {
            String next = hop.entry().device();
            if (!way.crosses(next)) {
                frontier.add(way.and(hop, crossings.get(next)));
            }
        }
    }
}
