package org.qkdn.controller.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.AT_NORTE;
import static org.qkdn.controller.core.engine.MadQci.AT_QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.CONCEPCION;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.QUIJANO;
import static org.qkdn.controller.core.engine.MadQci.QUIJOTE;
import static org.qkdn.controller.core.engine.MadQci.QUINTIN;
import static org.qkdn.controller.core.engine.MadQci.QUINTO;
import static org.qkdn.controller.core.engine.MadQci.QUIRON;
import static org.qkdn.controller.core.engine.MadQci.SECOND_TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.wanted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.engine.Drain;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.MadQci;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.engine.SimulatedNetwork;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.Terms;
import org.qkdn.controller.core.plan.Prediction.LinkChange;
import org.qkdn.controller.core.plan.Prediction.LinkFigures;
import org.qkdn.controller.core.plan.Prediction.Outlook;
import org.qkdn.controller.core.plan.Prediction.ServiceChange;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/** What is foretold for MadQCI is what then happens to it. */
class DryRunTest {
    private static final List<KeyService> SERVICES = List.of(
            service("a", QUINTO, DISTRITO, 700, 0, KeyMix.SINGLE),
            service("b", QUIRON, CONCEPCION, 400, 5, KeyMix.SINGLE),
            service("c", QUIJOTE, NORTE, 300, 2, KeyMix.SINGLE),
            service("d", NORTE, DISTRITO, 200, 7, new KeyMix(Combination.XOR, 2, Set.of())),
            service("e", QUINTIN, QUIJANO, 0, 1, KeyMix.SINGLE),
            service("f", CONCEPCION, DISTRITO, 1000, 3, KeyMix.SINGLE));

    private static KeyService service(String name, NodeName from, NodeName to, long rate, int priority, KeyMix mix) {
        return new KeyService(
                name,
                KeyService.Origin.OPERATOR,
                MadQci.sae(from),
                MadQci.sae(to),
                new SecretKeyRate(rate),
                Optional.empty(),
                priority,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                mix);
    }

    private static final SimulatedNetwork AT_REST = network(SERVICES);

    private static SimulatedNetwork network() {
        return AT_REST.copy();
    }

    private static SimulatedNetwork network(List<KeyService> services) {
        return new SimulatedNetwork(Optional.empty())
                .start()
                .want(wanted(TRANSMITTER, AT_NORTE), wanted(SECOND_TRANSMITTER, AT_QUEVEDO))
                .serve(services.toArray(KeyService[]::new))
                .settle();
    }

    private static Breakdown spans(String... names) {
        return new Breakdown(Set.of(names), Set.of(), Set.of(), Set.of(), Set.of());
    }

    private static Breakdown nodes(NodeName... names) {
        return new Breakdown(Set.of(), Set.of(names), Set.of(), Set.of(), Set.of());
    }

    private static Prediction predict(NetworkState state, Breakdown breakdown, KeyService... demands) {
        return assertInstanceOf(
                        DryRun.Result.Predicted.class,
                        DryRun.of(state, new Hypothesis(List.of(), breakdown, List.of(demands))))
                .prediction();
    }

    private static void assertForetold(Breakdown breakdown, Consumer<SimulatedNetwork> happens) {
        assertForetold(network(), breakdown, happens);
    }

    private static void assertForetold(
            SimulatedNetwork network, Breakdown breakdown, Consumer<SimulatedNetwork> happens) {
        NetworkState before = network.state;
        Prediction prediction = predict(before, breakdown);
        happens.accept(network);
        network.settle();
        String what = breakdown.toString();
        assertEquals(services(network.state), foretoldServices(before, prediction), what);
        assertEquals(links(network.state), foretoldLinks(before, prediction), what);
    }

    private static Map<String, Outlook> services(NetworkState state) {
        return state.services().values().stream()
                .collect(Collectors.toMap(
                        service -> service.service().name(), Outlook::of, (one, other) -> one, TreeMap::new));
    }

    private static Map<String, Outlook> foretoldServices(NetworkState before, Prediction prediction) {
        Map<String, Outlook> outlook = new TreeMap<>(services(before));
        for (ServiceChange change : prediction.services()) {
            assertEquals(Optional.ofNullable(outlook.get(change.name())), change.before());
            outlook.remove(change.name());
            change.after().ifPresent(after -> outlook.put(change.name(), after));
        }
        return outlook;
    }

    private static Map<KeyAssociationLinkId, LinkFigures> links(NetworkState state) {
        Map<KeyAssociationLinkId, LinkFigures> links = new TreeMap<>();
        state.links().forEach((id, link) -> links.put(id, LinkFigures.of(link)));
        return links;
    }

    private static Map<KeyAssociationLinkId, LinkFigures> foretoldLinks(NetworkState before, Prediction prediction) {
        Map<KeyAssociationLinkId, LinkFigures> links = links(before);
        for (LinkChange change : prediction.links()) {
            links.remove(change.id());
            change.after().ifPresent(after -> links.put(change.id(), after));
        }
        return links;
    }

    private static List<String> allSpans() {
        return List.copyOf(network().state.plant().spans().keySet());
    }

    @Test
    void everySpanThatFailsDoesWhatWasForetold() {
        allSpans().forEach(span -> assertForetold(spans(span), network -> network.cut(span)));
    }

    @Test
    void everyNodeThatFailsDoesWhatWasForetold() {
        MadQci.NODES.forEach(node -> assertForetold(nodes(node), network -> network.die(node)));
    }

    @Test
    void everyTwoSpansThatFailDoWhatWasForetold() {
        List<String> all = allSpans();
        for (int i = 0; i < all.size(); i++) {
            for (int k = i + 1; k < all.size(); k++) {
                String one = all.get(i);
                String other = all.get(k);
                assertForetold(spans(one, other), network -> network.cut(one, other));
            }
        }
    }

    @Test
    void aNodeAndASpanThatFailTogetherDoWhatWasForetold() {
        MadQci.NODES.forEach(node -> assertForetold(
                new Breakdown(Set.of("NORTE-DISTRITO"), Set.of(node), Set.of(), Set.of(), Set.of()),
                network -> network.cut("NORTE-DISTRITO").die(node)));
    }

    @Test
    void everySwitchThatFailsDoesWhatWasForetold() {
        network()
                .state
                .plant()
                .switches()
                .keySet()
                .forEach(name -> assertForetold(
                        new Breakdown(Set.of(), Set.of(), Set.of(name), Set.of(), Set.of()),
                        network -> network.jam(name)));
    }

    @Test
    void aMakerWhoseModulesStopDoesWhatWasForetold() {
        for (String vendor : List.of("HWDU", "Toshiba")) {
            assertForetold(
                    new Breakdown(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(vendor)),
                    network -> network.stop(vendor));
        }
    }

    @Test
    void whateverServicesThereAreASpanThatFailsDoesWhatWasForetold() {
        long seed = 20261126;
        SplittableRandom random = new SplittableRandom(seed);
        List<String> all = allSpans();
        for (int run = 0; run < 20; run++) {
            List<KeyService> services = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                NodeName from = MadQci.NODES.get(random.nextInt(MadQci.NODES.size()));
                NodeName to = MadQci.NODES.get(random.nextInt(MadQci.NODES.size()));
                services.add(service("s" + i, from, to, random.nextInt(900), random.nextInt(8), KeyMix.SINGLE));
            }
            String span = all.get(random.nextInt(all.size()));
            System.out.println("DryRunTest seed " + seed + ", run " + run);
            assertForetold(network(services), spans(span), network -> network.cut(span));
        }
    }

    @Test
    void aDemandDoesWhatWasForetold() {
        SimulatedNetwork network = network();
        NetworkState before = network.state;
        for (long rate : new long[] {0, 500, 900, 2000}) {
            KeyService demand = service("new", QUEVEDO, DISTRITO, rate, 6, KeyMix.SINGLE);
            Prediction prediction = predict(before, Breakdown.NONE, demand);
            List<KeyService> all = new ArrayList<>(SERVICES);
            all.add(demand);
            network.serve(all.toArray(KeyService[]::new)).settle();
            assertEquals(services(network.state), foretoldServices(before, prediction), "rate " + rate);
            network = network();
        }
    }

    @Test
    void everythingThatMaintenanceBeginsAtIsEmptiedAsForetold() {
        List<Maintenance.Target> targets = new ArrayList<>();
        MadQci.NODES.forEach(node -> targets.add(new Maintenance.Target.Node(node)));
        allSpans().forEach(span -> targets.add(new Maintenance.Target.Span(span)));
        AT_REST.state.plant().switches().keySet().forEach(name -> targets.add(new Maintenance.Target.Switch(name)));
        AT_REST.state.links().keySet().forEach(id -> targets.add(new Maintenance.Target.Link(id)));
        for (Maintenance.Target target : targets) {
            SimulatedNetwork network = network();
            NetworkState before = network.state;
            Prediction prediction = assertInstanceOf(
                            DryRun.Result.Predicted.class,
                            DryRun.of(before, new Hypothesis(List.of(target), Breakdown.NONE, List.of())))
                    .prediction();
            network.maintain(target).settle();
            assertEquals(services(network.state), foretoldServices(before, prediction), target::toString);
            Drain drain = Drain.of(network.state).getFirst();
            Drain foretold = prediction.drains().getFirst();
            assertEquals(drain.relayed().keySet(), foretold.relayed().keySet(), target::toString);
            assertEquals(drain.ending(), foretold.ending(), target::toString);
            assertTrue(
                    prediction
                            .verdict()
                            .contains(target + (drain.isDrained() ? " would be" : " would not be") + " empty"),
                    prediction.verdict());
        }
    }

    @Test
    void tellsWhatALinkAloneWouldDo() {
        SimulatedNetwork network = network();
        KeyAssociationLinkId link = network.state.links().values().stream()
                .filter(each -> each.touches(NORTE) && each.touches(DISTRITO))
                .findFirst()
                .orElseThrow()
                .id();
        Prediction prediction =
                predict(network.state, new Breakdown(Set.of(), Set.of(), Set.of(), Set.of(link), Set.of()));
        ServiceChange change = prediction.services().stream()
                .filter(each -> each.name().equals("a"))
                .findFirst()
                .orElseThrow();
        assertEquals(Status.UP, change.after().orElseThrow().status());
        assertEquals(
                List.of(List.of(QUINTO, QUIJANO, QUEVEDO, NORTE, CONCEPCION, DISTRITO)),
                change.after().orElseThrow().paths());
        assertTrue(change.reason().orElseThrow().contains("NORTE to DISTRITO"), change.reason()::toString);
        assertTrue(change.reason().orElseThrow().contains("the link fails"), change.reason()::toString);
        assertTrue(prediction.verdict().startsWith("of 6 services "), prediction.verdict());
        assertTrue(prediction.verdict().endsWith("; 1 link would go down"), prediction.verdict());
    }

    @Test
    void nothingChangesWhereNothingFails() {
        Prediction prediction = predict(network().state, Breakdown.NONE);
        assertEquals("nothing would change", prediction.verdict());
    }

    @Test
    void aDemandForLittleJitterIsServed() {
        KeyService plain = service("smooth", QUIRON, QUINTO, 100, 4, KeyMix.SINGLE);
        KeyService smooth = new KeyService(
                plain.name(),
                plain.origin(),
                plain.source(),
                plain.destination(),
                plain.minRate(),
                plain.maxRate(),
                plain.priority(),
                plain.ttlSeconds(),
                plain.rules(),
                plain.mix(),
                new Terms(4, Optional.of(20_000L), Optional.empty()));
        Outlook after = predict(network().state, Breakdown.NONE, smooth).services().stream()
                .filter(change -> change.name().equals("smooth"))
                .findFirst()
                .orElseThrow()
                .after()
                .orElseThrow();
        assertEquals(Status.UP, after.status());
    }

    @Test
    void theStateThatIsAskedAboutStaysAsItIs() {
        SimulatedNetwork network = network();
        NetworkState before = network.state;
        String text = before.toString();
        var ignored = predict(before, nodes(NORTE));
        assertEquals(text, before.toString());
    }

    @Test
    void whatIsUnderWayIsNotTakenForAConsequence() {
        SimulatedNetwork network = network();
        KeyService under = service("under-way", QUIRON, QUINTO, 100, 4, KeyMix.SINGLE);
        List<KeyService> all = new ArrayList<>(SERVICES);
        all.add(under);
        NetworkState told = Engine.apply(
                        network.state,
                        new Event.KeyServicesChanged(
                                all.stream().collect(Collectors.toMap(KeyService::name, each -> each)), true))
                .state();
        assertEquals(Status.PENDING, told.services().get("under-way").status());
        assertEquals("nothing would change", predict(told, Breakdown.NONE).verdict());
    }

    @Test
    void namesWhatTheNetworkDoesNotHave() {
        NetworkState state = network().state;
        assertMisnamed(state, spans("MOON-MARS"), "span MOON-MARS is not known");
        assertMisnamed(state, nodes(new NodeName("MOON")), "node MOON is not known");
        assertMisnamed(
                state,
                new Breakdown(Set.of(), Set.of(), Set.of("sw"), Set.of(), Set.of()),
                "switch sw is not known: there are [switch-");
        assertMisnamed(
                state,
                new Breakdown(Set.of(), Set.of(), Set.of(), Set.of(new KeyAssociationLinkId(new UUID(0, 1))), Set.of()),
                "link 00000000-0000-0000-0000-000000000001 is not known");
        assertMisnamed(
                state,
                new Breakdown(Set.of(), Set.of(), Set.of(), Set.of(), Set.of("Acme")),
                "vendor Acme: no module is of this maker; there are modules of [hwdu, toshiba]");
        assertTrue(assertInstanceOf(
                        DryRun.Result.Misnamed.class,
                        DryRun.of(state, new Hypothesis(List.of(), Breakdown.NONE, List.of(SERVICES.getFirst()))))
                .reason()
                .contains("demand a:"));
        assertInstanceOf(
                DryRun.Result.NotNow.class,
                DryRun.of(Engine.initial(), new Hypothesis(List.of(), Breakdown.NONE, List.of())));
    }

    private static void assertMisnamed(NetworkState state, Breakdown breakdown, String expected) {
        String reason = assertInstanceOf(
                        DryRun.Result.Misnamed.class, DryRun.of(state, new Hypothesis(List.of(), breakdown, List.of())))
                .reason();
        assertTrue(reason.contains(expected), reason);
    }

    @Test
    void servicesOfWhichNothingCanBeSaidAreCountedAsTheyAre() {
        KeyService lost = service("lost", QUINTO, DISTRITO, 5_000_000, 0, KeyMix.SINGLE);
        Prediction prediction = predict(network().state, Breakdown.NONE, lost);
        assertEquals(
                Optional.of(Status.DOWN),
                prediction.services().getFirst().after().map(Outlook::status));
        assertTrue(prediction.verdict().contains("1 would not be up (lost)"), prediction.verdict());
        ServiceState any = network().state.services().get("a");
        assertEquals(Status.UP, any.status());
    }
}
