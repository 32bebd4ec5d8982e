package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.AttachmentPoint;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.OpticalPlant.EntangledSource;
import org.qkdn.controller.core.model.PairingPolicy;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.RateTable;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;

/** Paper 004: four server rooms round one switch with a source of entangled photons; a block of 554 bits in each slot of 10.5 s. */
class EntangledSourceTest {
    private static final List<NodeName> NODES =
            Stream.of("ALICE", "BOB", "CHARLIE", "DIANA").map(NodeName::new).toList();
    private static final String SWITCH = "switch-EPS";
    private static final Duration SLOT = Duration.ofMillis(10_500);
    private static final long BLOCK_BITS = 554;

    private NetworkState state = Engine.initial();
    private final Map<NodeName, DesiredNode> held = new TreeMap<>();
    private final Map<KeyAssociationLinkId, Long> stored = new TreeMap<>(Comparator.comparing(Object::toString));
    private final Map<KeyAssociationLinkId, Integer> blocks = new HashMap<>();
    private SortedMap<Integer, Integer> connected = new TreeMap<>();
    /** Of each node only the newest report counts, as sessions keep order. */
    private final SequencedMap<String, Event> news = new LinkedHashMap<>();

    private final PriorityQueue<Due> timers = new PriorityQueue<>();
    private Instant now = Instant.EPOCH;
    private Optional<KeyAssociationLinkId> lit = Optional.empty();
    private Instant litSince = now;
    private Optional<NodeName> dark = Optional.empty();
    private int changes;

    private record Due(Instant at, int order, Event event) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Comparator.comparing(Due::at).thenComparing(Due::order).compare(this, other);
        }
    }

    @Test
    void sixCombinationsTakeTurnsAndGetTheSame() {
        start();
        while (made() < 30) {
            pass();
        }
        assertEquals(6, blocks.size());
        assertTrue(Collections.max(blocks.values()) - Collections.min(blocks.values()) <= 1, () -> blocks.values()
                .toString());
        assertTrue(now.getEpochSecond() < 30 * 11, () -> "slots follow each other at once: " + now);
    }

    @Test
    void whoLacksMoreGetsMore() {
        start();
        KeyAssociationLinkId full = Identities.physLink(module(NODES.get(0)), module(NODES.get(1)));
        while (made() < 30) {
            stored.put(full, 15_000L);
            pass();
        }
        int fewest = blocks.get(full);
        assertTrue(fewest >= 1, "nobody is left without");
        blocks.forEach((link, count) -> assertTrue(link.equals(full) || count >= 2 * fewest, blocks::toString));
    }

    @Test
    void pairsOfANodeThatIsDarkAreLeftOut() {
        start();
        dark = Optional.of(NODES.get(3));
        add("DIANA", new Event.NodeUnreachable(NODES.get(3), "no route to host"));
        settle();
        int before = made();
        while (made() < before + 15) {
            pass();
        }
        Set<KeyAssociationLinkId> theOthers = Stream.of(0, 1, 2)
                .flatMap(a -> Stream.of(0, 1, 2)
                        .filter(b -> a < b)
                        .map(b -> Identities.physLink(module(NODES.get(a)), module(NODES.get(b)))))
                .collect(Collectors.toSet());
        theOthers.forEach(link -> assertTrue(blocks.getOrDefault(link, 0) >= 4, blocks::toString));
    }

    @Test
    void aSlotBeginsWhenItsPairMakesKey() {
        start();
        KeyAssociationLinkId first = next(Optional.empty());
        assertTrue(state.lighting().slots().get("eps").running());
        Instant begun = now;
        KeyAssociationLinkId second = next(Optional.of(first));
        assertEquals(Map.of(first, 1), blocks);
        assertEquals(SLOT.plusMillis(100), Duration.between(begun, now), "the switch settles before the second");
        assertTrue(!second.equals(first), "the next has its turn");
    }

    /** Time passes until another pair is lit. */
    private KeyAssociationLinkId next(Optional<KeyAssociationLinkId> before) {
        while (lit.isEmpty() || lit.equals(before)) {
            pass();
        }
        return lit.orElseThrow();
    }

    private int made() {
        return blocks.values().stream().mapToInt(count -> count).sum();
    }

    private void start() {
        NODES.forEach(node -> held.put(node, DesiredNode.EMPTY));
        Map<NodeName, Inventory.Node> nodes =
                NODES.stream().collect(Collectors.toMap(node -> node, node -> new Inventory.Node("", 0)));
        add("inventory", new Event.InventoryChanged(new Inventory(nodes, Map.of(), Policy.DEFAULT, Map.of())));
        add("plant", new Event.OpticalPlantChanged(plant()));
        add("services", new Event.KeyServicesChanged(Map.of(), false));
        add("switch", new Event.SwitchReported(SWITCH, connected));
        NODES.forEach(this::report);
        settle();
    }

    private static OpticalPlant plant() {
        return new OpticalPlant(
                Map.of(),
                Map.of(SWITCH, new OpticalPlant.Switch(SWITCH, NODES.getFirst(), new Loss(1500), Map.of())),
                List.of(),
                List.of(),
                RateTable.EMPTY,
                new PairingPolicy(
                        true,
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(1),
                        20_000,
                        Duration.ofMillis(100),
                        Duration.ofMinutes(5),
                        Set.of()),
                Map.of("eps", new EntangledSource("eps", SWITCH, 9, 10, SLOT)));
    }

    private static ModuleId module(NodeName node) {
        return new ModuleId(node, 1);
    }

    private static int port(NodeName node) {
        return 1 + NODES.indexOf(node);
    }

    private static UUID id(NodeName node) {
        return UUID.nameUUIDFromBytes(node.value().getBytes(StandardCharsets.UTF_8));
    }

    /** The next timer fires. */
    private void pass() {
        Due due = timers.remove();
        now = due.at();
        lit.filter(link -> !litSince.plus(SLOT).isAfter(now)).ifPresent(link -> {
            blocks.merge(link, 1, Integer::sum);
            stored.merge(link, BLOCK_BITS, Long::sum);
            litSince = now;
        });
        add("timer", due.event());
        NODES.forEach(this::report);
        settle();
    }

    private void add(String about, Event event) {
        news.remove(about);
        news.put(about, event);
    }

    private void settle() {
        for (int steps = 0; !news.isEmpty(); steps++) {
            assertTrue(steps < 1000, () -> "does not settle: " + news.keySet());
            Step step = Engine.apply(state, news.pollFirstEntry().getValue());
            state = step.state();
            step.timers().forEach(timer -> timers.add(new Due(now.plus(timer.after()), changes++, timer.event())));
            step.commands().forEach(this::obey);
        }
    }

    private void obey(Command command) {
        Set<KeyAssociationLinkId> before = makingKey();
        switch (command) {
            case Command.ProgramNode program -> held.put(program.node(), program.desired());
            case Command.ProgramSwitch program -> {
                connected = program.crossConnects();
                assertEquals(before, makingKey(), "light was moved while key was made");
                add("switch", new Event.SwitchReported(SWITCH, connected));
            }
        }
        Set<KeyAssociationLinkId> after = makingKey();
        assertTrue(after.size() <= 1, "one pair at a time");
        if (!after.equals(lit.stream().collect(Collectors.toSet()))) {
            lit = after.stream().findFirst();
            litSince = now;
        }
        NODES.forEach(this::report);
    }

    private Set<KeyAssociationLinkId> makingKey() {
        return held.entrySet().stream()
                .flatMap(node -> node.getValue().links().values().stream()
                        .filter(DesiredLink.Phys.class::isInstance)
                        .map(DesiredLink.Phys.class::cast)
                        .filter(link -> isLit(node.getKey(), link))
                        .map(DesiredLink.Phys::id))
                .collect(Collectors.toSet());
    }

    private boolean isLit(NodeName node, DesiredLink.Phys link) {
        NodeName other = NODES.stream()
                .filter(each -> id(each).equals(link.remoteNode()))
                .findFirst()
                .orElseThrow();
        boolean bothEnabled = link.enabled()
                && held.get(other).links().get(link.id()) instanceof DesiredLink.Phys there
                && there.enabled();
        boolean reached = connected.containsValue(port(node)) && connected.containsValue(port(other));
        return bothEnabled && reached && connected.keySet().equals(Set.of(9, 10));
    }

    private void report(NodeName node) {
        if (dark.equals(Optional.of(node))) {
            return;
        }
        QkdModule module = new QkdModule(
                module(node),
                "EPS BBM92",
                "DV-QKD",
                Role.TRANSCEIVER,
                "34",
                Optional.of(new Loss(20_000)),
                Optional.of(new AttachmentPoint(SWITCH, port(node))),
                true);
        List<ReportedLink> links = held.get(node).links().values().stream()
                .map(DesiredLink.Phys.class::cast)
                .<ReportedLink>map(link -> reported(node, link))
                .toList();
        add(
                node.value(),
                new Event.NodeReported(
                        new NodeReport(node, id(node), "OPERATING", List.of(module), links, List.of(), true),
                        Optional.of(now)));
    }

    private ReportedLink.Phys reported(NodeName node, DesiredLink.Phys link) {
        boolean makes = isLit(node, link);
        return new ReportedLink.Phys(
                link.id(),
                makes ? LinkStatus.ACTIVE : LinkStatus.PASSIVE,
                link.enabled(),
                module(node),
                link.remoteNode(),
                link.remoteInterface(),
                Optional.of(link.role()),
                Optional.of(link.channel()),
                Optional.of(link.loss()),
                makes ? new SecretKeyRate(52) : SecretKeyRate.ZERO,
                Optional.empty(),
                Optional.of(stored.getOrDefault(link.id(), 0L)),
                makes ? Optional.empty() : Optional.of("no light"),
                Optional.empty());
    }
}
