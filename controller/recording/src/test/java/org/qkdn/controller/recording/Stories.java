package org.qkdn.controller.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.service.ServiceState;

/** How the scenarios came to be: each is one telling of what happens to a small network. */
final class Stories {
    private Stories() {}

    /** By the number that the scenario's files begin with. */
    static SortedMap<String, Supplier<Rehearsal>> all() {
        SortedMap<String, Supplier<Rehearsal>> stories = new TreeMap<>();
        stories.put("01", () -> discovery(in(triangle())));
        stories.put("02", () -> discoveryTimesOut(in(triangle())));
        stories.put("03", () -> serviceComesUp(in(triangle())));
        stories.put("04", () -> reroute(in(triangle())));
        stories.put("05", () -> noPath(in(triangle())));
        stories.put("06", () -> nodeLost(in(triangle())));
        stories.put("07", () -> restart(in(triangle())));
        stories.put("08", () -> refusal(in(chain())));
        stories.put("09", () -> flap(in(triangle())));
        stories.put("10", () -> corrected(in(triangle())));
        stories.put("11", () -> adopted(in(triangle())));
        stories.put("12", () -> saeAsks(in(triangle())));
        stories.put("13", () -> pairing(in(twoSwitches())));
        stories.put("14", () -> switchLost(in(twoSwitches())));
        stories.put("15", () -> priorities(in(triangle())));
        stories.put("16", () -> tooSlow(in(triangle())));
        stories.put("17", () -> twoPaths(in(triangle())));
        stories.put("18", () -> rules(in(triangle())));
        stories.put("19", () -> notification(in(triangle())));
        stories.put("20", () -> moves(in(triangle())));
        stories.put("21", () -> atOnce(in(triangle())));
        stories.put("22", () -> StoresRunDown.tell(120, false).network());
        stories.put("23", Attack::tell);
        stories.put("24", () -> StoreOfKeys.tell(true).network);
        stories.put("25", () -> split(in(triangle())));
        return stories;
    }

    private static Rehearsal in(Town town) {
        return new Rehearsal(town);
    }

    /** A, B and C, each joined to each. */
    private static Town triangle() {
        return Town.of("A", "B", "C").link("A", "B", 2000).link("B", "C", 2000).link("A", "C", 1000);
    }

    private static Town chain() {
        return Town.of("A", "B", "C").link("A", "B", 2000).link("B", "C", 2000);
    }

    private static Town twoSwitches() {
        Town town = Town.of("A", "B");
        town.span("A-B", "A", "B");
        return town.switched("A", Role.TRANSMITTER, "A-B")
                .switched("B", Role.RECEIVER, "A-B")
                .made("A-B", new ModuleId(new NodeName("A"), 10), new ModuleId(new NodeName("B"), 10), 4000);
    }

    private static void assertDown(Rehearsal network, String service, String reason) {
        String found = network.path(service);
        assertTrue(found.startsWith("DOWN: ") && found.contains(reason), found);
    }

    private static Rehearsal discovery(Rehearsal network) {
        network.note("The controller starts among three nodes that hold nothing")
                .note("nothing is decided before configuration and all nodes were heard; then both ends of each fixed"
                        + " pair are told their link, and the links become ACTIVE")
                .start();
        network.state.links().values().forEach(link -> assertEquals(LinkStatus.ACTIVE, link.status()));
        return network;
    }

    private static Rehearsal discoveryTimesOut(Rehearsal network) {
        network.note("Node C has no session when the controller starts; the time for discovery ends; then C comes")
                .note("nothing is told before the time is over; A and B get their link without C; C's links follow")
                .silent
                .add(new NodeName("C"));
        network.start().happen(new Event.DiscoveryTimedOut());
        return network.back("C");
    }

    private static Rehearsal serviceComesUp(Rehearsal network) {
        network.note("An operator asks for keys from A to C at 1500 bit/s, more than A-C makes")
                .note("the service is PENDING until A, B and C hold its path A-B-C and say so, then UP; 9/8 of the"
                        + " rate are reserved on both links")
                .start()
                .serve("s", "A", "C", 1500);
        assertEquals("A-B-C", network.path("s"));
        return network;
    }

    private static Rehearsal reroute(Rehearsal network) {
        network.note("A fibre under a service is cut, and mended later")
                .note(
                        "another path is programmed at once, and the service is UP when all its nodes hold it; nothing moves"
                                + " back when the fibre is mended")
                .start()
                .serve("s", "A", "C", 500)
                .cut("A-C");
        assertEquals("A-B-C", network.path("s"));
        network.mend("A-C");
        assertEquals("A-B-C", network.path("s"));
        return network;
    }

    private static Rehearsal noPath(Rehearsal network) {
        network.note("Both fibres of C are cut, and one is mended")
                .note("the service is DOWN and says which link is why; its last path stays programmed, so that stored"
                        + " keys are served; it is UP again over the link that is mended")
                .start()
                .serve("s", "A", "C", 500)
                .cut("B-C")
                .cut("A-C");
        assertDown(network, "s", "no light");
        network.mend("A-C");
        assertEquals("A-C", network.path("s"));
        return network;
    }

    private static Rehearsal nodeLost(Rehearsal network) {
        network.note("The session with B is lost while a service goes over it; one to B is asked for; B comes back")
                .note("keys flow on through B, and it is told nothing; the new service is DOWN and says why until B is"
                        + " back; nothing else moves")
                .start()
                .serve("old", "A", "C", 1500)
                .lose("B")
                .serve("new", "A", "B", 100);
        assertEquals("A-B-C", network.path("old"));
        assertEquals("DOWN: node B is not reachable: connection lost", network.path("new"));
        network.back("B");
        assertEquals("A-B-C", network.path("old"));
        assertEquals("A-B", network.path("new"));
        return network;
    }

    private static Rehearsal restart(Rehearsal network) {
        network.note("The controller's process starts again, B's session last")
                .note("it finds pairings, links and paths in what the nodes report, tells nobody anything, and the"
                        + " services are as before")
                .start()
                .serve("s", "A", "C", 1500)
                .silent
                .add(new NodeName("B"));
        network.restart().back("B");
        assertEquals("A-B-C", network.path("s"));
        return network;
    }

    private static Rehearsal refusal(Rehearsal network) {
        network.note("B refuses to hold a relay, three times; then it takes it")
                        .note(
                                "the path is taken back whole each time and the service is DOWN with B's words; B is tried again after 2 s,"
                                        + " 4 s, 8 s; then the service is UP")
                        .start()
                        .refusal =
                program -> program.node().equals(new NodeName("B"))
                                && !program.desired().applications().isEmpty()
                        ? Optional.of("resource-denied: no room")
                        : Optional.empty();
        network.serve("s", "A", "C", 1500);
        for (int i = 0; i < 2; i++) {
            network.pass();
            assertDown(network, "s", "node B on the path refused: resource-denied: no room");
        }
        network.refusal = program -> Optional.empty();
        network.pass();
        assertEquals("A-B-C", network.path("s"));
        return network;
    }

    private static Rehearsal flap(Rehearsal network) {
        network.note("The only link of a service that may not be relayed fails twice within its hold-down time")
                .note("after the first failure it is used at once; after the second it is held down, the service says"
                        + " so, and it is used again when the link has been up for 10 s")
                .start()
                .serve("s", "A", "B", 1500, "rules", Map.of("maxHops", 1))
                .cut("A-B")
                .mend("A-B");
        assertEquals("A-B", network.path("s"));
        network.cut("A-B").mend("A-B");
        assertDown(network, "s", "held down");
        assertTrue(network.running().contains(Duration.ofSeconds(10)));
        network.pass();
        assertEquals("A-B", network.path("s"));
        return network;
    }

    private static Rehearsal edited(Rehearsal network) {
        network.start().serve("s", "A", "C", 500);
        NodeName node = new NodeName("A");
        DesiredNode held = network.held.get(node);
        SortedMap<ApplicationId, DesiredApplication> applications = new TreeMap<>(held.applications());
        DesiredApplication.Client foreign = Records.of(
                DesiredApplication.Client.class,
                "id",
                UUID.fromString("6f1d9c53-5a3e-4b0e-9a44-0d5d2f3e1c77"),
                "server",
                "sae-x",
                "client",
                "sae-y",
                "minRate",
                new SecretKeyRate(5),
                "localNode",
                network.town.id(node),
                "remoteNode",
                network.town.id(new NodeName("B")));
        applications.put(foreign.id(), foreign);
        network.held.put(node, new DesiredNode(held.links(), applications));
        return network.news();
    }

    private static Rehearsal corrected(Rehearsal network) {
        edited(network.note("Somebody adds an application to node A behind the controller's back")
                .note("it is reported, and A is told again what it should hold"));
        assertEquals(1, network.held.get(new NodeName("A")).applications().size());
        return network;
    }

    private static Rehearsal adopted(Rehearsal network) {
        network.note("Somebody adds an application to node A, where the operator lets such edits stay")
                        .note("it is reported as adopted, and A is told nothing")
                        .town
                        .policy =
                Map.of("adopting", List.of("A"));
        edited(network);
        assertEquals(2, network.held.get(new NodeName("A")).applications().size());
        return network;
    }

    private static Rehearsal saeAsks(Rehearsal network) {
        network.note("An SAE asks for keys that no service is configured for; later the operator configures one")
                .note("a service named request:... comes up, best effort; the operator's own takes its place")
                .provisionOnRequest = true;
        network.start().happen(new Event.ApplicationAsked(new NodeName("A"), new SaeId("sae-A"), new SaeId("sae-C")));
        assertEquals("A-C", network.path("request:sae-A:sae-C"));
        network.serve("mine", "A", "C", 1500);
        assertEquals(Set.of("mine"), network.state.services().keySet());
        return network;
    }

    private static Rehearsal priorities(Rehearsal network) {
        network.town.more.put("second-A", "A");
        network.note("Links are full of services of priority 0; then one of priority 7 is asked for, and one of 0")
                .note("the important one finds rate that is free where there is some, and else takes it: who loses it"
                        + " moves where it can, or is DOWN and says why; a newcomer of the same priority takes nothing")
                .start()
                .serve("a-c", "A", "C", 800)
                .serve("a-b", "A", "B", 1200)
                .serve("important", "A", "C", 1500, "priority", 7, "source", "second-A")
                .serve("late", "A", "B", 1200, "source", "second-A");
        assertEquals("A-B-C", network.path("important"));
        assertEquals("A-C", network.path("a-c"));
        assertTrue(network.isDown("a-b"));
        assertTrue(network.isDown("late"));
        return network;
    }

    private static Rehearsal tooSlow(Rehearsal network) {
        network.note("A link makes less and less key, then more again")
                .note("a rate that still suffices changes nothing but the figure; below it the service moves; where"
                        + " no other path has the rate it is DOWN and names the narrow link, until the rate suffices")
                .start()
                .serve("s", "A", "B", 800)
                .perform("A-B", 1900, 20_000)
                .perform("A-B", 850, 50_000);
        assertEquals("A-C-B", network.path("s"));
        network.perform("A-C", 100, 60_000);
        assertDown(network, "s", "too narrow");
        network.perform("A-B", 900, 30_000);
        assertEquals("A-B", network.path("s"));
        return network;
    }

    private static Rehearsal twoPaths(Rehearsal network) {
        network.note("A service mixes keys of two disjoint paths; one of them is cut, and mended")
                .note("both ends name both links and the combination; with one path left it is DOWN, and never over"
                        + " one alone; it is UP when both are there again")
                .start()
                .serve("s", "A", "C", 500, "mix", Map.of("combination", "XOR", "paths", 2));
        assertEquals("A-C", network.path("s"));
        network.cut("B-C");
        assertDown(network, "s", "1 of 2 paths");
        network.mend("B-C");
        assertEquals(2, network.service("s").shares().size());
        return network;
    }

    private static Rehearsal split(Rehearsal network) {
        network.note(
                        "A service of 2000 bit/s is split, for no path from A to C has so much; the fibre A-C is cut, and mended")
                .note(
                        "each of the two paths has its own part reserved, and both ends are told the parts; with A-B-C alone it is"
                                + " DOWN and says that 1777 bit/s would fit, while keys go on over that path; less fits on one path")
                .start()
                .serve("s", "A", "C", 2000, "mix", Map.of("combination", "SPLIT", "paths", 2));
        assertEquals(List.of(888L, 1112L), parts(network));
        network.cut("A-C");
        assertDown(network, "s", "the largest min-rate that fits is 1777 bit/s");
        network.mend("A-C");
        assertEquals(List.of(888L, 1112L), parts(network));
        network.serve("s", "A", "C", 1500, "mix", Map.of("combination", "SPLIT", "paths", 2))
                .cut("A-C");
        assertEquals("A-B-C", network.path("s"));
        return network;
    }

    private static List<Long> parts(Rehearsal network) {
        ServiceState service = network.service("s");
        return service.shares().stream()
                .map(share -> service.part(share).orElseThrow().bitsPerSecond())
                .toList();
    }

    private static Rehearsal rules(Rehearsal network) {
        network.town.more.put("second-A", "A");
        network.town.told.put(new NodeName("B"), Map.of("domain", "other", "trustClass", 1));
        network.note(
                        "Services with limits: a QBER of 4 %; relay nodes of trust class 3, which B is not. Then a QBER rises")
                .note(
                        "what does not keep to a limit is not used, also where there is nothing else: B, which has the rate,"
                                + " and the link whose QBER rises; the reason names a link")
                .start()
                .perform("A-C", 1000, 30_000)
                .serve("qber", "A", "C", 100, "rules", Map.of("maxHops", 16, "links", Map.of("maxQberPpm", 40_000)))
                .serve(
                        "trust",
                        "A",
                        "C",
                        1500,
                        "source",
                        "second-A",
                        "rules",
                        Map.of("maxHops", 16, "relays", Map.of("minTrust", 3)));
        assertEquals("A-C", network.path("qber"));
        assertDown(network, "trust", "A/3-C/3 over span A-C is too narrow");
        network.perform("A-C", 1000, 70_000);
        assertDown(network, "qber", "QBER");
        return network;
    }

    private static Rehearsal notification(Rehearsal network) {
        network.note("A node notifies that a link went down, before anything is read again")
                .note("the service is rerouted at once")
                .start()
                .serve("s", "A", "C", 500);
        network.town.cut.add("A-C");
        network.happen(new Event.LinkWentDown(
                new NodeName("A"), network.town.links.get("A-C"), "no light from the other end"));
        assertEquals("A-B-C", network.path("s"));
        return network;
    }

    private static Rehearsal moves(Rehearsal network) {
        network.note("An operator raises a service's rate to more than its link makes")
                .note(
                        "keys go on over the old link until all nodes hold the new path; then both ends go over to it, and"
                                + " only then is the service off the old one")
                .start()
                .serve("s", "A", "C", 500)
                .serve("s", "A", "C", 1500);
        assertEquals("A-B-C", network.path("s"));
        return network;
    }

    private static Rehearsal atOnce(Rehearsal network) {
        network.town.more.putAll(Map.of("second-A", "A", "third-A", "A"));
        network.note("Three services of the same priority are asked for at once, which do not fit together")
                .note("those are served that together have the largest rate, 1700 bit/s of 3200; not the largest alone,"
                        + " and not the first in the alphabet")
                .start()
                .want("a-large", "A", "B", 1500, "rules", Map.of("maxHops", 1))
                .want("b-half", "A", "B", 900, "source", "second-A", "rules", Map.of("maxHops", 1))
                .want("c-half", "A", "B", 800, "source", "third-A", "rules", Map.of("maxHops", 1))
                .tellServices();
        assertTrue(network.isDown("a-large"));
        assertEquals("A-B", network.path("b-half"));
        assertEquals("A-B", network.path("c-half"));
        return network;
    }

    private static OpticalPlant.WantedPairing wish() {
        return Records.of(
                OpticalPlant.WantedPairing.class,
                "transmitter",
                new ModuleId(new NodeName("A"), 10),
                "receiver",
                new ModuleId(new NodeName("B"), 10));
    }

    private static Rehearsal pairing(Rehearsal network) {
        network.note("The operator wants the modules of A and B paired through two switches, then no more")
                .note("both ends get the link switched off, the switches connect, then the link is switched on; it"
                        + " ends in the reverse order")
                .start()
                .want(wish());
        assertEquals(
                LinkStatus.ACTIVE,
                network.state.links().get(network.town.links.get("A-B")).status());
        return network.want();
    }

    private static Rehearsal switchLost(Rehearsal network) {
        network.note("The session with a switch is lost; it comes back without its connections")
                .note("the link is left at work while the switch is silent; then it is switched off, connected again"
                        + " and switched on")
                .start()
                .want(wish())
                .loseSwitch("switch-B");
        assertEquals(
                LinkStatus.ACTIVE,
                network.state.links().get(network.town.links.get("A-B")).status());
        network.connected.put("switch-B", new TreeMap<>());
        network.backSwitch("switch-B");
        assertEquals(
                LinkStatus.ACTIVE,
                network.state
                        .links()
                        .get(Identities.physLink(wish().transmitter(), wish().receiver()))
                        .status());
        return network;
    }
}
