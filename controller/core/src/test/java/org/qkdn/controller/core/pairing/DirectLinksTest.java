package org.qkdn.controller.core.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.model.AttachmentPoint;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.Role;

/** Against all ways for light through small random plants, found without the code under test. */
class DirectLinksTest {
    private static final Loss BUDGET = new Loss(11_000);

    static List<Long> seeds() {
        return new Random(5).longs(300).boxed().toList();
    }

    private record Found(ModuleId transmitter, ModuleId receiver, int channel, List<String> spans, int milliDb)
            implements Comparable<Found> {
        @Override
        public int compareTo(Found other) {
            return toString().compareTo(other.toString());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyFeasibleLinkIsFoundAndNoOther(long seed) {
        Random random = new Random(seed);
        OpticalPlant plant = plant(random);
        OpticalLayer layer = layer(plant, modules(random, plant));
        DirectLinks links = DirectLinks.of(layer, RateModel.of(plant), 1000, 100);
        List<Found> expected = new BruteForce(plant, layer.modules()).all();
        assertEquals(
                expected,
                links.links().stream()
                        .filter(link -> !link.isFixed())
                        .map(DirectLinksTest::found)
                        .sorted()
                        .toList());
        List<Found> kept = DirectLinks.of(layer, RateModel.of(plant), 1, 100).links().stream()
                .filter(link -> !link.isFixed())
                .map(DirectLinksTest::found)
                .toList();
        assertTrue(expected.containsAll(kept));
        for (Found each : expected) {
            int least = expected.stream()
                    .filter(other -> sameEnds(each, other))
                    .mapToInt(Found::milliDb)
                    .min()
                    .orElseThrow();
            assertEquals(
                    List.of(least),
                    kept.stream()
                            .filter(other -> sameEnds(each, other))
                            .map(Found::milliDb)
                            .toList());
        }
    }

    private static boolean sameEnds(Found left, Found right) {
        return left.transmitter.equals(right.transmitter)
                && left.receiver.equals(right.receiver)
                && left.channel == right.channel;
    }

    private static Found found(DirectLink link) {
        return new Found(
                link.transmitter(),
                link.receiver(),
                link.path().channel().number(),
                link.path().spans(),
                link.path().loss().milliDb());
    }

    /** Light really arrives over the cross-connects of each link. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void lightArrivesOverTheCrossConnects(long seed) {
        Random random = new Random(seed);
        OpticalPlant plant = plant(random);
        OpticalLayer layer = layer(plant, modules(random, plant));
        for (DirectLink link : DirectLinks.of(layer, RateModel.of(plant)).links()) {
            if (!link.isFixed()) {
                Map<SwitchPort, SwitchPort> connected = new TreeMap<>();
                link.path()
                        .crossConnects()
                        .forEach(crossing -> connected.put(
                                new SwitchPort(crossing.switchName(), crossing.ingress()),
                                new SwitchPort(crossing.switchName(), crossing.egress())));
                LightTrace trace = LightTrace.from(
                        layer,
                        layer.switchPort(layer.module(link.transmitter()).orElseThrow())
                                .orElseThrow(),
                        port -> Optional.ofNullable(connected.get(port)));
                assertEquals(Optional.of(link.receiver()), layer.moduleAt(trace.exit()));
                assertEquals(link.path().spans(), trace.spans());
            }
        }
    }

    @Test
    void whatLosesTooMuchIsRefusedWithTheFigure() {
        OpticalPlant plant = twoSites(22_100, Set.of(), List.of());
        DirectLinks links = between(plant, "34-38", "34-38");
        assertEquals(List.of(), links.links());
        assertEquals(
                List.of("the optical path loses 25.1 dB, the modules bear 11 dB"),
                links.refused().stream().map(RefusedLink::reason).toList());
    }

    @Test
    void aChannelThatCarriesClassicalLightOrAFixedPairIsNotUsed() {
        assertEquals(
                1,
                between(twoSites(1000, Set.of(), List.of()), "34-38", "34-38")
                        .links()
                        .size());
        DirectLinks classical = between(twoSites(1000, Set.of(new Channel(37)), List.of()), "34-38", "34-38");
        assertEquals(List.of(), classical.links());
        assertEquals(
                List.of("no optical path is free: channel 37 of span F serves classical light"),
                classical.refused().stream().map(RefusedLink::reason).toList());
        OpticalPlant.FixedPair fixed = new OpticalPlant.FixedPair(
                "others",
                new ModuleId(node(0), 8),
                new ModuleId(node(1), 8),
                List.of("F"),
                new Channel(37),
                Optional.empty());
        assertEquals(
                List.of(),
                between(twoSites(1000, Set.of(), List.of(fixed)), "34-38", "34-38")
                        .links());
    }

    @Test
    void bothMustTuneToTheChannel() {
        OpticalPlant plant = twoSites(1000, Set.of(), List.of());
        assertEquals(1, between(plant, "37", "").links().size());
        assertEquals(List.of(), between(plant, "37", "38").links());
    }

    @Test
    void inTheOBandFibreLosesHalfAsMuchAgain() {
        OpticalPlant.Span span = twoSites(4001, Set.of(), List.of()).spans().get("F");
        assertEquals(new Loss(6001), span.loss(new Channel(1310)));
        assertEquals(new Loss(4001), span.loss(new Channel(37)));
    }

    @Test
    void linksThatShareAModuleAPortOrAChannelOfASpanClash() {
        Map<Integer, SpanPort> ports = Map.of(
                10, new SpanPort("F", new Channel(37)),
                11, new SpanPort("F", new Channel(38)));
        OpticalPlant one = twoSites(1000, Set.of(), List.of());
        OpticalPlant plant = new OpticalPlant(
                one.spans(),
                Map.of(
                        "S0", new OpticalPlant.Switch("S0", node(0), new Loss(1500), ports),
                        "S1", new OpticalPlant.Switch("S1", node(1), new Loss(1500), ports)),
                List.of(),
                List.of());
        List<QkdModule> modules = List.of(
                module(0, 1, Role.TRANSMITTER, "", "CV-QKD", Optional.of(1)),
                module(0, 2, Role.TRANSMITTER, "", "CV-QKD", Optional.of(2)),
                module(1, 1, Role.RECEIVER, "", "CV-QKD", Optional.of(1)),
                module(1, 2, Role.RECEIVER, "", "CV-QKD", Optional.of(2)));
        DirectLinks links = DirectLinks.of(layer(plant, modules), RateModel.of(plant));
        assertEquals(8, links.links().size());
        for (DirectLink left : links.links()) {
            for (DirectLink right : links.links()) {
                boolean apart = !left.transmitter().equals(right.transmitter())
                        && !left.receiver().equals(right.receiver())
                        && !left.path().channel().equals(right.path().channel());
                assertEquals(!apart, left.clashesWith(right));
            }
        }
        assertEquals(
                List.of(new Channel(37), new Channel(38)),
                links.between(new ModuleId(node(0), 1), new ModuleId(node(1), 2)).stream()
                        .map(link -> link.path().channel())
                        .toList());
    }

    @Test
    void theyAreLookedForAnewOnlyWhereModulesOrPlantChange() {
        OpticalPlant plant = twoSites(1000, Set.of(), List.of());
        QkdModule transmitter = module(0, 1, Role.TRANSMITTER, "", "CV-QKD", Optional.of(1));
        DirectLinkWatch watch = new DirectLinkWatch();
        DirectLinks first = watch.of(plant, List.of(report(transmitter), report(module(1, 1, Role.RECEIVER))));
        assertEquals(1, first.links().size());
        assertSame(first, watch.of(plant, List.of(report(transmitter), report(module(1, 1, Role.RECEIVER)))));
        OpticalPlant wanted = new OpticalPlant(
                plant.spans(),
                plant.switches(),
                plant.fixedPairs(),
                List.of(new OpticalPlant.WantedPairing(transmitter.id(), new ModuleId(node(1), 1), Optional.empty())));
        assertSame(first, watch.of(wanted, List.of(report(transmitter), report(module(1, 1, Role.RECEIVER)))));
        assertEquals(
                List.of(),
                watch.of(plant, List.of(report(transmitter), report(module(1, 1, Role.TRANSMITTER))))
                        .links());
    }

    private static QkdModule module(int site, int id, Role role) {
        return module(site, id, role, "", "CV-QKD", Optional.of(1));
    }

    private static NodeReport report(QkdModule module) {
        return new NodeReport(
                module.id().node(), new UUID(0, 1), "OPERATING", List.of(module), List.of(), List.of(), true);
    }

    private static DirectLinks between(OpticalPlant plant, String firstRange, String secondRange) {
        OpticalLayer layer = layer(
                plant,
                List.of(
                        module(0, 1, Role.TRANSMITTER, firstRange, "CV-QKD", Optional.of(1)),
                        module(1, 1, Role.RECEIVER, secondRange, "CV-QKD", Optional.of(1))));
        return DirectLinks.of(layer, RateModel.of(plant));
    }

    private static OpticalPlant twoSites(int milliDb, Set<Channel> classical, List<OpticalPlant.FixedPair> fixed) {
        Map<Integer, SpanPort> ports = Map.of(10, new SpanPort("F", new Channel(37)));
        return new OpticalPlant(
                Map.of(
                        "F",
                        new OpticalPlant.Span(
                                "F",
                                node(0),
                                node(1),
                                new Loss(milliDb),
                                Set.of(),
                                Optional.empty(),
                                Loss.NONE,
                                classical)),
                Map.of(
                        "S0", new OpticalPlant.Switch("S0", node(0), new Loss(1500), ports),
                        "S1", new OpticalPlant.Switch("S1", node(1), new Loss(1500), ports)),
                fixed,
                List.of());
    }

    private static OpticalPlant plant(Random random) {
        int sites = 2 + random.nextInt(4);
        Map<String, OpticalPlant.Span> spans = new TreeMap<>();
        List<Map<Integer, SpanPort>> ports = new ArrayList<>();
        for (int site = 0; site < sites; site++) {
            ports.add(new TreeMap<>());
        }
        List<OpticalPlant.FixedPair> fixed = new ArrayList<>();
        for (int i = random.nextInt(2 * sites) + 1; i > 0; i--) {
            int a = random.nextInt(sites);
            int b = (a + 1 + random.nextInt(sites - 1)) % sites;
            String name = "F" + i;
            Set<Channel> classical = random.nextInt(4) == 0 ? Set.of(new Channel(37)) : Set.of();
            spans.put(
                    name,
                    new OpticalPlant.Span(
                            name,
                            node(a),
                            node(b),
                            new Loss(random.nextInt(4) * 1000),
                            Set.of(),
                            random.nextBoolean() ? Optional.of(new Loss(5000)) : Optional.empty(),
                            new Loss(random.nextInt(2) * 500),
                            classical));
            if (random.nextInt(4) == 0) {
                fixed.add(new OpticalPlant.FixedPair(
                        name,
                        new ModuleId(node(a), 90 + i),
                        new ModuleId(node(b), 90 + i),
                        List.of(name),
                        new Channel(38),
                        Optional.empty()));
            }
            for (int channel : random.nextBoolean() ? new int[] {37, 1310} : new int[] {37, 38}) {
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
                    new OpticalPlant.Switch(name, node(site), new Loss(random.nextInt(2) * 1500), ports.get(site)));
        }
        return new OpticalPlant(spans, switches, fixed, List.of());
    }

    private static List<QkdModule> modules(Random random, OpticalPlant plant) {
        List<QkdModule> modules = new ArrayList<>();
        for (int site = 0; site < plant.switches().size(); site++) {
            for (int i = 1; i <= 2; i++) {
                modules.add(module(
                        site,
                        i,
                        List.of(Role.TRANSMITTER, Role.RECEIVER, Role.TRANSCEIVER)
                                .get(random.nextInt(3)),
                        List.of("", "37", "34-38,1310").get(random.nextInt(3)),
                        random.nextInt(4) == 0 ? "DV-QKD" : "CV-QKD",
                        random.nextInt(8) == 0 ? Optional.empty() : Optional.of(i)));
            }
        }
        return modules;
    }

    private static QkdModule module(
            int site, int id, Role role, String range, String technology, Optional<Integer> port) {
        return new QkdModule(
                new ModuleId(node(site), id),
                "V model",
                technology,
                role,
                range,
                Optional.of(BUDGET),
                port.map(number -> new AttachmentPoint("S" + site, number)),
                true);
    }

    private static OpticalLayer layer(OpticalPlant plant, List<QkdModule> modules) {
        Map<NodeName, NodeReport> reports = new TreeMap<>();
        for (QkdModule module : modules) {
            NodeName node = module.id().node();
            reports.put(
                    node,
                    new NodeReport(
                            node,
                            new UUID(0, 1),
                            "OPERATING",
                            modules.stream()
                                    .filter(each -> each.id().node().equals(node))
                                    .toList(),
                            List.of(),
                            List.of(),
                            true));
        }
        return new OpticalLayer(plant, reports.keySet(), reports, Set.of(), Map.of(), Set.of());
    }

    private static NodeName node(int number) {
        return new NodeName("N" + number);
    }

    /** From site to site, along spans; knows nothing of ports beyond where modules are patched. */
    private record BruteForce(OpticalPlant plant, Iterable<QkdModule> modules) {
        List<Found> all() {
            List<Found> found = new ArrayList<>();
            for (QkdModule from : modules) {
                for (QkdModule to : modules) {
                    boolean fit = from.role() != Role.RECEIVER
                            && to.role() != Role.TRANSMITTER
                            && !from.id().node().equals(to.id().node())
                            && from.technology().equals(to.technology())
                            && from.attachment().isPresent()
                            && to.attachment().isPresent();
                    for (int channel : new int[] {37, 38, 1310}) {
                        if (fit && tunes(from, channel) && tunes(to, channel)) {
                            NodeName start = from.id().node();
                            walk(from, to, channel, start, List.of(start), List.of(), crossing(start), found);
                        }
                    }
                }
            }
            return found.stream().sorted().toList();
        }

        private static boolean tunes(QkdModule module, int channel) {
            return switch (module.wavelengthRange()) {
                case "" -> true;
                case "37" -> channel == 37;
                default -> true;
            };
        }

        private int crossing(NodeName site) {
            return plant.switches()
                    .get("S" + site.value().substring(1))
                    .insertionLoss()
                    .milliDb();
        }

        private void walk(
                QkdModule from,
                QkdModule to,
                int channel,
                NodeName at,
                List<NodeName> visited,
                List<String> spans,
                int milliDb,
                List<Found> found) {
            if (at.equals(to.id().node())) {
                if (milliDb <= BUDGET.milliDb()) {
                    found.add(new Found(from.id(), to.id(), channel, spans, milliDb));
                }
                return;
            }
            for (OpticalPlant.Span span : plant.spans().values()) {
                boolean touches = span.a().equals(at) || span.b().equals(at);
                NodeName next = span.a().equals(at) ? span.b() : span.a();
                if (touches && passes(span, channel) && !visited.contains(next)) {
                    int fibre = channel == 1310
                            ? span.oBandLoss()
                                    .map(Loss::milliDb)
                                    .orElse(span.loss().milliDb() * 3 / 2)
                            : span.loss().milliDb();
                    List<NodeName> further = new ArrayList<>(visited);
                    further.add(next);
                    List<String> longer = new ArrayList<>(spans);
                    longer.add(span.name());
                    walk(
                            from,
                            to,
                            channel,
                            next,
                            further,
                            longer,
                            milliDb + fibre + span.filters().milliDb() + crossing(next),
                            found);
                }
            }
        }

        private boolean passes(OpticalPlant.Span span, int channel) {
            boolean filtered = plant.switches().values().stream()
                            .filter(each -> each.ports().containsValue(new SpanPort(span.name(), new Channel(channel))))
                            .count()
                    == 2;
            boolean fixed = plant.fixedPairs().stream()
                    .anyMatch(pair ->
                            pair.spans().contains(span.name()) && pair.channel().number() == channel);
            return filtered && !fixed && !span.classical().contains(new Channel(channel));
        }
    }
}
