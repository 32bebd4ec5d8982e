package org.qkdn.controller.core.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;

/** Against all ways for light through small random plants. */
class OpticalPathSearchTest {
    private static final int TRANSMITTER_PORT = 1;
    private static final int RECEIVER_PORT = 2;

    static List<Long> seeds() {
        return new Random(2).longs(300).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsTheWayOfLeastLossThenFewestSwitches(long seed) {
        Random random = new Random(seed);
        OpticalPlant plant = plant(random, 2 + random.nextInt(4));
        OpticalLayer layer = new OpticalLayer(plant, Set.of(), Map.of(), Set.of(), Map.of(), Set.of());
        Occupancy occupancy = new Occupancy();
        plant.spans().keySet().forEach(span -> {
            if (random.nextInt(6) == 0) {
                occupancy.claim("another pair", new OpticalPath(new Channel(37), List.of(span), Loss.NONE, List.of()));
            }
        });
        Predicate<Channel> allowed = random.nextInt(3) == 0 ? channel -> channel.number() == 38 : channel -> true;
        SwitchPort from = new SwitchPort("S0", TRANSMITTER_PORT);
        SwitchPort to = new SwitchPort("S1", RECEIVER_PORT);
        List<Integer> best =
                new Ways(layer, occupancy, allowed, to).best(from, 0, 0, new HashSet<>(), Optional.empty());
        Optional<OpticalPath> found = OpticalPathSearch.find(layer, from, to, allowed, Optional.empty(), occupancy);
        assertEquals(best.isEmpty(), found.isEmpty());
        found.ifPresent(path -> {
            assertEquals(
                    best, List.of(path.loss().milliDb(), path.crossConnects().size()));
            assertEquals(path.loss(), layer.loss(path.spans(), path.channel(), path.crossConnects()));
            Map<SwitchPort, SwitchPort> connected = new TreeMap<>();
            path.crossConnects()
                    .forEach(crossing -> connected.put(
                            new SwitchPort(crossing.switchName(), crossing.ingress()),
                            new SwitchPort(crossing.switchName(), crossing.egress())));
            LightTrace trace = LightTrace.from(layer, from, port -> Optional.ofNullable(connected.get(port)));
            assertEquals(to, trace.exit(), "light arrives over the connections");
            assertEquals(path.spans(), trace.spans());
            assertEquals(Optional.of(path.channel()), trace.channel());
        });
    }

    private static OpticalPlant plant(Random random, int sites) {
        Map<String, OpticalPlant.Span> spans = new TreeMap<>();
        List<Map<Integer, SpanPort>> ports = new ArrayList<>();
        for (int site = 0; site < sites; site++) {
            ports.add(new TreeMap<>());
        }
        for (int i = random.nextInt(2 * sites) + 1; i > 0; i--) {
            int a = random.nextInt(sites);
            int b = (a + 1 + random.nextInt(sites - 1)) % sites;
            String name = "F" + i;
            spans.put(
                    name, new OpticalPlant.Span(name, site(a), site(b), new Loss(random.nextInt(3) * 1000), Set.of()));
            for (int channel : random.nextBoolean() ? new int[] {37} : new int[] {37, 38}) {
                for (int end : new int[] {a, b}) {
                    ports.get(end).put(10 + ports.get(end).size(), new SpanPort(name, new Channel(channel)));
                }
            }
        }
        Map<String, OpticalPlant.Switch> switches = new TreeMap<>();
        for (int site = 0; site < sites; site++) {
            String name = "S" + site;
            switches.put(
                    name,
                    new OpticalPlant.Switch(name, site(site), new Loss(random.nextInt(2) * 1500), ports.get(site)));
        }
        return new OpticalPlant(spans, switches, List.of(), List.of());
    }

    private static NodeName site(int number) {
        return new NodeName("N" + number);
    }

    /** All ways, none over a span twice. */
    private record Ways(OpticalLayer layer, Occupancy occupancy, Predicate<Channel> allowed, SwitchPort to) {
        /** Loss and switches of the best way; empty where there is none. */
        List<Integer> best(SwitchPort at, int loss, int crossed, Set<String> used, Optional<Channel> channel) {
            int afterwards = loss + layer.insertionLoss(at.device()).milliDb();
            List<Integer> best = List.of();
            if (at.device().equals(to.device()) && channel.isPresent()) {
                best = List.of(afterwards, crossed + 1);
            }
            for (Map.Entry<Integer, SpanPort> port :
                    layer.spanPortsOf(at.device()).entrySet()) {
                SpanPort span = port.getValue();
                SwitchPort exit = new SwitchPort(at.device(), port.getKey());
                Optional<SwitchPort> next = layer.farEnd(exit);
                if (allowed.test(span.channel())
                        && channel.equals(channel.map(same -> span.channel()))
                        && occupancy.isFree(span)
                        && !used.contains(span.span())
                        && next.isPresent()) {
                    Set<String> longer = new HashSet<>(used);
                    longer.add(span.span());
                    int onward = afterwards
                            + layer.loss(List.of(span.span()), span.channel(), List.of())
                                    .milliDb();
                    best = better(best, best(next.get(), onward, crossed + 1, longer, Optional.of(span.channel())));
                }
            }
            return best;
        }

        private static List<Integer> better(List<Integer> left, List<Integer> right) {
            if (left.isEmpty() || right.isEmpty()) {
                return left.isEmpty() ? right : left;
            }
            boolean rightWins =
                    right.get(0) < left.get(0) || (right.get(0).equals(left.get(0)) && right.get(1) < left.get(1));
            return rightWins ? right : left;
        }
    }
}
