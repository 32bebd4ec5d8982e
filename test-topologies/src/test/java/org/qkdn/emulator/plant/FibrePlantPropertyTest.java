package org.qkdn.emulator.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.emulator.topology.Attachment;
import org.qkdn.emulator.topology.KeyDeliveryForm;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.ModulePlacement;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.ModuleType;
import org.qkdn.emulator.topology.OpticalSwitch;
import org.qkdn.emulator.topology.RateTable;
import org.qkdn.emulator.topology.Site;
import org.qkdn.emulator.topology.Span;
import org.qkdn.emulator.topology.SpanChannel;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.Wavelength;

/** The plant against trying out every sequence of spans, on random networks with random connections and cuts. */
class FibrePlantPropertyTest {
    private static final List<Wavelength> CHANNELS = List.of(new Wavelength(37), new Wavelength(38));
    private static final ModuleType TYPE =
            new ModuleType("cv", "V", "M", "CV-QKD", "37-38", new Loss(23_000), KeyDeliveryForm.ETSI014);

    @Test
    void lightEndsWhereTryingEveryWaySaysItEnds() {
        int arrivals = 0;
        for (long seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            var topology = network(random);
            var state = state(topology, random);
            var plant = new FibrePlant(topology);
            for (var module : topology.modules()) {
                for (var wavelength : CHANNELS) {
                    var expected = bruteForce(topology, state, module, wavelength);
                    var found =
                            switch (plant.follow(module.ref(), wavelength, state)) {
                                case Light.Arrives a -> Optional.of(a);
                                case Light.Dark d -> Optional.<Light.Arrives>empty();
                            };
                    assertEquals(expected, found, "seed " + seed + ", " + module.ref() + " at " + wavelength);
                    arrivals += found.isPresent() && !found.get().path().spans().isEmpty() ? 1 : 0;
                }
            }
        }
        assertTrue(arrivals > 100, "too few of the random cases have light: " + arrivals);
    }

    private static Optional<Light.Arrives> bruteForce(
            Topology topology, PlantState state, ModulePlacement from, Wavelength wavelength) {
        var found = new ArrayList<Light.Arrives>();
        extend(topology, state, from, wavelength, from.ref().site(), new ArrayList<>(), found);
        assertTrue(found.size() <= 1, "light ends at several places");
        return found.stream().findFirst();
    }

    /** Tries every receiver at this site, then every further span. */
    private static void extend(
            Topology topology,
            PlantState state,
            ModulePlacement from,
            Wavelength wavelength,
            String site,
            List<Span> spans,
            List<Light.Arrives> found) {
        for (var module : topology.modulesAt(site)) {
            if (!module.equals(from) && chainsUp(topology, state, from, module, wavelength, spans)) {
                var fibre = spans.stream().map(Span::loss).reduce(Loss.NONE, Loss::plus);
                var crossings = spans.size() + 1;
                found.add(new Light.Arrives(
                        module.ref(),
                        new OpticalPath(
                                from.ref().site(),
                                spans.stream().map(Span::name).toList(),
                                wavelength,
                                fibre,
                                new Loss(fibre.milliDb()
                                        + crossings * topology.switchLoss().milliDb()),
                                Loss.NONE)));
            }
        }
        for (var span : topology.spans()) {
            if (span.touches(site) && !spans.contains(span)) {
                var longer = new ArrayList<>(spans);
                longer.add(span);
                extend(topology, state, from, wavelength, span.otherEnd(site), longer, found);
            }
        }
    }

    private static boolean chainsUp(
            Topology topology,
            PlantState state,
            ModulePlacement from,
            ModulePlacement to,
            Wavelength wavelength,
            List<Span> spans) {
        var site = from.ref().site();
        int in = from.port();
        for (var span : spans) {
            var out = port(topology, site, span, wavelength);
            var next = span.otherEnd(site);
            var entry = port(topology, next, span, wavelength);
            if (state.cutSpans().contains(span.name())
                    || out.isEmpty()
                    || entry.isEmpty()
                    || !connected(state, site, in, out.get())) {
                return false;
            }
            site = next;
            in = entry.get();
        }
        return connected(state, site, in, to.port());
    }

    private static Optional<Integer> port(Topology topology, String site, Span span, Wavelength wavelength) {
        return topology.switchAt(site).orElseThrow().patches().entrySet().stream()
                .filter(e -> e.getValue().equals(new SpanChannel(span.name(), wavelength)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean connected(PlantState state, String site, int a, int b) {
        var connects = state.crossConnects().getOrDefault("switch-" + site, Set.of());
        return connects.contains(new CrossConnect(a, b)) || connects.contains(new CrossConnect(b, a));
    }

    private static Topology network(Random random) {
        var sites = new ArrayList<Site>();
        for (int i = 0; i < 3 + random.nextInt(3); i++) {
            sites.add(new Site("S" + i, "d", new UUID(0, i), List.of()));
        }
        var spans = new ArrayList<Span>();
        for (int i = 0; i < sites.size() + random.nextInt(3); i++) {
            int a = random.nextInt(sites.size());
            int b = (a + 1 + random.nextInt(sites.size() - 1)) % sites.size();
            var loss = new Loss(random.nextInt(9000));
            spans.add(new Span("SPAN" + i, "S" + a, "S" + b, 1000, loss, CHANNELS.subList(0, 1 + random.nextInt(2))));
        }
        var switches = new ArrayList<OpticalSwitch>();
        var modules = new ArrayList<ModulePlacement>();
        for (var site : sites) {
            int port = 1;
            for (int i = 1; i <= 2; i++) {
                modules.add(new ModulePlacement(
                        new ModuleRef(site.name(), i),
                        TYPE,
                        ModuleRole.TRANSCEIVER,
                        new Attachment.SwitchPort(site.name(), port++)));
            }
            var patches = new TreeMap<Integer, SpanChannel>();
            for (var span : spans) {
                for (var channel : span.channels()) {
                    // now and then a filter is patched to nothing
                    if (span.touches(site.name()) && random.nextInt(8) > 0) {
                        patches.put(port++, new SpanChannel(span.name(), channel));
                    }
                }
            }
            switches.add(new OpticalSwitch(site.name(), port, patches));
        }
        return new Topology(
                "random",
                new BigDecimal("1.5"),
                new Loss(1500),
                sites,
                spans,
                switches,
                modules,
                new RateTable(Map.of(), Map.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static PlantState state(Topology topology, Random random) {
        var connects = new HashMap<String, Set<CrossConnect>>();
        for (var device : topology.switches()) {
            var ports = new ArrayList<Integer>();
            for (int port = 1; port <= device.ports(); port++) {
                ports.add(port);
            }
            Collections.shuffle(ports, random);
            var pairs = new HashSet<CrossConnect>();
            for (int i = 0; i + 1 < ports.size(); i += 2) {
                pairs.add(new CrossConnect(ports.get(i), ports.get(i + 1)));
            }
            connects.put(device.name(), pairs);
        }
        var cut = new HashSet<String>();
        for (var span : topology.spans()) {
            if (random.nextInt(10) == 0) {
                cut.add(span.name());
            }
        }
        return new PlantState(connects, cut);
    }
}
