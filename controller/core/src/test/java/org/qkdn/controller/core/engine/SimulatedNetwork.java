package org.qkdn.controller.core.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.FarEnd;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.PairingPolicy;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * Nodes, switches and fibre that do as they are told, and an engine that tells them. What is to be heard and what is to
 * be done next waits in queues, taken in order or by chance: so commands are overtaken by news, and news by commands.
 */
public final class SimulatedNetwork {
    final MadQci site = new MadQci();
    public NetworkState state = Engine.initial();
    final List<Command> log = new ArrayList<>();
    final Map<NodeName, DesiredNode> held = new TreeMap<>();
    final Map<String, SortedMap<Integer, Integer>> connected = new TreeMap<>();
    final Set<NodeName> silent = new HashSet<>();
    /** What does not work any more: nodes, switches, the modules of makers. */
    final Set<NodeName> dead = new HashSet<>();

    /** Bits stored for links, where it is not 100000. */
    final Map<KeyAssociationLinkId, Long> stored = new HashMap<>();

    Optional<Instant> clock = Optional.empty();

    final Set<String> stopped = new HashSet<>();
    /** Nodes whose agents lack our extension of the standard. */
    final Set<NodeName> plain = new HashSet<>();
    /** Nodes whose agents take no phys_* and virt_* leaves, and report no rates. */
    final Set<NodeName> limited = new HashSet<>();

    /** What goes wrong when a node is told something. */
    Function<Command.ProgramNode, Fault> faults = command -> Fault.NONE;
    /** Whether a switch refuses what it is told. */
    Predicate<Command.ProgramSwitch> switchRefuses = command -> false;

    /** Looks on before and after each command that is obeyed, and after each step of the engine. */
    Watch watch = new Watch() {};

    private final List<Event> timers = new ArrayList<>();
    private final Map<String, Command> refused = new TreeMap<>();
    private final LinkedHashMap<String, Event> pending = new LinkedHashMap<>();
    private final LinkedHashMap<String, Command> told = new LinkedHashMap<>();
    private final Optional<RandomGenerator> chance;
    private final Map<UUID, NodeName> names = new HashMap<>();
    private OpticalPlant plant = site.plant();
    final SimulatedLight light = new SimulatedLight(connected, () -> plant);
    /** Whether modules make key with whomever the light leads to, and tell who it is. */
    boolean credulous;

    private SortedMap<String, KeyService> services = new TreeMap<>();

    public SimulatedNetwork(Optional<RandomGenerator> chance) {
        this.chance = chance;
        MadQci.NODES.forEach(node -> {
            held.put(node, DesiredNode.EMPTY);
            names.put(id(node), node);
        });
        plant.switches().keySet().forEach(name -> connected.put(name, new TreeMap<>()));
    }

    /** The same at rest, to go another way from here. */
    public SimulatedNetwork copy() {
        SimulatedNetwork copy = new SimulatedNetwork(chance);
        copy.state = state;
        copy.plant = plant;
        copy.services = services;
        copy.held.putAll(held);
        copy.connected.putAll(connected);
        copy.timers.addAll(timers);
        copy.site.policy = site.policy;
        copy.site.maintenance = site.maintenance;
        return copy;
    }

    /** Has this done after each step of the engine. */
    public void watch(Runnable decided) {
        watch = new Watch() {
            @Override
            public void decided() {
                decided.run();
            }
        };
    }

    /** The sessions of nodes end; they go on as they are. */
    public SimulatedNetwork silence(NodeName... nodes) {
        for (NodeName node : nodes) {
            silent.add(node);
            told.remove(node.value());
            add(new Event.NodeUnreachable(node, "connection lost"));
        }
        return this;
    }

    /** All have a session again, but for the dead. */
    public SimulatedNetwork speak() {
        silent.retainAll(dead);
        MadQci.NODES.forEach(this::nodeReports);
        return this;
    }

    /** What may happen to a command on its way to a node. */
    enum Fault {
        NONE,
        /** Nothing is done, and the node says why. */
        REFUSED,
        /** The session ends before anything is done. */
        LOST_BEFORE,
        /** All is done, and the session ends before it is said. */
        LOST_AFTER,
        /** The agent starts again and has lost what it held. */
        FORGOTTEN,
        /** The controller starts again before anything is done. */
        CONTROLLER_BEFORE,
        /** The controller starts again when all is done. */
        CONTROLLER_AFTER
    }

    /** Somebody who looks on. */
    interface Watch {
        default void before() {}

        default void after(Command.ProgramNode obeyed) {}

        default void decided() {}
    }

    static UUID id(NodeName node) {
        return UUID.nameUUIDFromBytes(node.value().getBytes(StandardCharsets.UTF_8));
    }

    /** The controller starts, or starts again and has forgotten everything. */
    public SimulatedNetwork start() {
        state = Engine.initial();
        log.clear();
        pending.clear();
        told.clear();
        timers.clear();
        refused.clear();
        add(new Event.InventoryChanged(site.inventory()));
        add(new Event.OpticalPlantChanged(plant));
        add(new Event.KeyServicesChanged(services, true));
        connected.keySet().forEach(this::switchReports);
        MadQci.NODES.stream().filter(node -> !silent.contains(node)).forEach(this::nodeReports);
        silent.forEach(node -> add(new Event.NodeUnreachable(node, "connection refused")));
        return this;
    }

    public SimulatedNetwork want(OpticalPlant.WantedPairing... pairings) {
        plant = site.plant(pairings);
        add(new Event.OpticalPlantChanged(plant));
        return this;
    }

    /** The operator leaves switched modules to the controller, but for those in pairings. */
    public SimulatedNetwork pairAutomatically(ModuleId... locked) {
        PairingPolicy usual = PairingPolicy.DEFAULT;
        site.pairing = new PairingPolicy(
                true,
                usual.horizon(),
                usual.relock(),
                usual.storeTargetBits(),
                usual.settling(),
                usual.deadline(),
                Set.of(locked));
        return want();
    }

    public SimulatedNetwork serve(KeyService... wanted) {
        services = new TreeMap<>();
        for (KeyService service : wanted) {
            services.put(service.name(), service);
        }
        add(new Event.KeyServicesChanged(services, true));
        return this;
    }

    /** These parts, and no others any more, are to be emptied; each entry is named after what it empties. */
    public SimulatedNetwork maintain(Maintenance.Target... targets) {
        site.maintenance = Stream.of(targets)
                .collect(Collectors.toMap(Object::toString, target -> new Maintenance(target.toString(), target)));
        add(new Event.InventoryChanged(site.inventory()));
        return this;
    }

    /** Somebody swaps two fibres at a switch, or puts them right again; no switch sees it. */
    SimulatedNetwork cross(String name) {
        if (!light.crossed.remove(name)) {
            light.crossed.add(name);
        }
        MadQci.NODES.forEach(this::nodeReports);
        return this;
    }

    public SimulatedNetwork cut(String... spans) {
        light.cut.addAll(List.of(spans));
        MadQci.NODES.forEach(this::nodeReports);
        return this;
    }

    /** Nodes lose their power, and so do their modules. */
    public SimulatedNetwork die(NodeName... nodes) {
        for (NodeName node : nodes) {
            dead.add(node);
            silent.add(node);
            told.remove(node.value());
            add(new Event.NodeUnreachable(node, "no route to host"));
        }
        MadQci.NODES.forEach(this::nodeReports);
        return this;
    }

    /** A switch loses its power and lets no light through. */
    public SimulatedNetwork jam(String name) {
        light.broken.add(name);
        told.remove(name);
        add(new Event.SwitchUnreachable(name, "no route to host"));
        MadQci.NODES.forEach(this::nodeReports);
        return this;
    }

    /** A switch comes back, with the connections it had or, as some do, with none. */
    public SimulatedNetwork restart(String name, boolean preserved) {
        light.broken.remove(name);
        told.remove(name);
        if (!preserved) {
            connected.put(name, new TreeMap<>());
        }
        switchReports(name);
        MadQci.NODES.forEach(this::nodeReports);
        return this;
    }

    /** All modules of one maker stop. */
    public SimulatedNetwork stop(String vendor) {
        stopped.add(vendor);
        MadQci.NODES.forEach(this::nodeReports);
        return this;
    }

    /** Modules of that maker work again. */
    public SimulatedNetwork go(String vendor) {
        stopped.remove(vendor);
        MadQci.NODES.forEach(this::nodeReports);
        return this;
    }

    public SimulatedNetwork mend(String span) {
        light.cut.remove(span);
        MadQci.NODES.forEach(this::nodeReports);
        return this;
    }

    public SimulatedNetwork happen(Event event) {
        add(event);
        return this;
    }

    void nodeReports(NodeName node) {
        if (!silent.contains(node)) {
            add(new Event.NodeReported(report(node), clock));
        }
    }

    void switchReports(String name) {
        add(new Event.SwitchReported(name, connected.get(name)));
    }

    /** Of each node, switch and part of the configuration only the newest counts, as sessions keep order. */
    private void add(Event event) {
        String key =
                switch (event) {
                    case Event.NodeReported reported ->
                        "node " + reported.report().node();
                    case Event.NodeUnreachable lost -> "node " + lost.node();
                    case Event.SwitchReported reported -> "switch " + reported.name();
                    case Event.SwitchUnreachable lost -> "switch " + lost.name();
                    case Event.ProgrammingFailed failed -> "refusal of " + failed.target();
                    case Event.HoldTimeOver over -> "hold time of " + over.service();
                    case Event.LinkSteady steady -> "steady " + steady.link();
                    case Event.SwitchSettled settled -> "settled " + settled.turn();
                    case Event.SwitchoverOverdue overdue -> "overdue " + overdue.turn();
                    case Event.SwitchoverRetry retry -> "retry " + retry.transmitter() + retry.receiver();
                    case Event.RefusalOver over -> "refusal of " + over.node() + " is over";
                    default -> event.getClass().getSimpleName();
                };
        pending.remove(key);
        pending.put(key, event);
    }

    /** Lets everything happen until nothing more follows. */
    public SimulatedNetwork settle() {
        for (int steps = 0; !pending.isEmpty() || !told.isEmpty(); steps++) {
            if (steps > 5000) {
                throw new AssertionError("the network does not settle: " + pending + told);
            }
            boolean obeys = chance.map(RandomGenerator::nextBoolean).orElse(true);
            if (pending.isEmpty() || (obeys && !told.isEmpty())) {
                obey(told.remove(next(told)));
            } else {
                step(some());
            }
        }
        return this;
    }

    /** What happens next; by chance several things at once, as when the controller is busy. */
    private List<Event> some() {
        int count = chance.map(random -> random.nextBoolean() ? 1 : 1 + random.nextInt(pending.size()))
                .orElse(1);
        return IntStream.range(0, count)
                .mapToObj(each -> pending.remove(next(pending)))
                .toList();
    }

    /** Time passes: timers fire, and what was refused is sent again where nothing else was since. */
    public SimulatedNetwork pass() {
        List<Event> due = List.copyOf(timers);
        timers.clear();
        due.forEach(this::add);
        refused.forEach(told::putIfAbsent);
        refused.clear();
        return settle();
    }

    private String next(SequencedMap<String, ?> queue) {
        int next = chance.map(random -> random.nextInt(queue.size())).orElse(0);
        return queue.keySet().stream().skip(next).findFirst().orElseThrow();
    }

    private void step(List<Event> events) {
        Step step = Engine.apply(state, events);
        state = step.state();
        watch.decided();
        log.addAll(step.commands());
        step.timers().forEach(timer -> {
            if (timer.event() instanceof Event.SwitchSettled settled) {
                add(settled);
            } else {
                timers.add(timer.event());
            }
        });
        for (Command command : step.commands()) {
            refused.remove(command.target());
            told.put(command.target(), command);
        }
    }

    private void obey(Command command) {
        switch (command) {
            case Command.ProgramNode program -> {
                if (!dead.contains(program.node())) {
                    obey(program, faults.apply(program));
                }
            }
            case Command.ProgramSwitch program -> {
                if (light.broken.contains(program.name())) {
                    return;
                }
                if (switchRefuses.test(program)) {
                    add(new Event.ProgrammingFailed(program.name(), "not now"));
                    refused.put(program.name(), program);
                    switchReports(program.name());
                    return;
                }
                Set<Integer> egresses = new HashSet<>(program.crossConnects().values());
                if (egresses.size() < program.crossConnects().size()) {
                    throw new AssertionError("an egress is shared: " + program);
                }
                Set<KeyAssociationLinkId> before = makingKey();
                // where neither end can be asked, nobody knows
                before.removeIf(link -> MadQci.NODES.stream()
                        .filter(node -> held.get(node).links().containsKey(link))
                        .allMatch(silent::contains));
                connected.put(program.name(), program.crossConnects());
                // what light does behind fibres that somebody swapped, nobody is told
                if (light.crossed.isEmpty() && !makingKey().containsAll(before)) {
                    throw new AssertionError("light was moved while key was made: " + program);
                }
                switchReports(program.name());
                MadQci.NODES.forEach(this::nodeReports);
            }
        }
    }

    private void obey(Command.ProgramNode program, Fault fault) {
        NodeName node = program.node();
        switch (fault) {
            case NONE -> hold(program);
            case REFUSED -> {
                refused.put(node.value(), program);
                add(new Event.ProgrammingFailed(node.value(), "not now"));
                nodeReports(node);
            }
            case LOST_BEFORE -> lose(node);
            case LOST_AFTER -> {
                hold(program);
                lose(node);
            }
            case FORGOTTEN -> {
                held.put(node, DesiredNode.EMPTY);
                lose(node);
            }
            case CONTROLLER_BEFORE -> start();
            case CONTROLLER_AFTER -> {
                hold(program);
                start();
            }
        }
    }

    private void hold(Command.ProgramNode program) {
        watch.before();
        held.put(program.node(), program.desired());
        watch.after(program);
        // what one end does the other's status shows
        MadQci.NODES.forEach(this::nodeReports);
    }

    /** The session ends; another one begins with a reading. */
    private void lose(NodeName node) {
        told.remove(node.value());
        step(List.of(new Event.NodeUnreachable(node, "connection lost")));
        MadQci.NODES.forEach(this::nodeReports);
    }

    /** Links that have light from end to end. */
    Set<KeyAssociationLinkId> makingKey() {
        Set<KeyAssociationLinkId> making = new HashSet<>();
        held.forEach((node, desired) -> desired.links().values().forEach(link -> {
            if (link instanceof DesiredLink.Phys phys && obstacle(node, phys).isEmpty() && isRight(node, phys)) {
                making.add(phys.id());
            }
        }));
        return making;
    }

    private boolean isRight(NodeName node, DesiredLink.Phys phys) {
        return partner(new ModuleId(node, phys.localInterface()), phys)
                .equals(Optional.of(new ModuleId(names.get(phys.remoteNode()), phys.remoteInterface())));
    }

    public NodeReport report(NodeName node) {
        List<ReportedLink> links = held.get(node).links().values().stream()
                .map(link -> reported(node, link))
                .toList();
        List<ReportedApplication> applications = held.get(node).applications().values().stream()
                .map(ReportedApplication::of)
                .toList();
        NodeReport report = new NodeReport(
                node, id(node), "OPERATING", site.modules(node), links, applications, !plain.contains(node));
        return limited.contains(node)
                ? report.with(List.of(new Limitation(Limitation.Kind.NO_LINK_DETAILS, "refuses phys_* and virt_*")))
                : report;
    }

    private ReportedLink reported(NodeName node, DesiredLink link) {
        return switch (link) {
            case DesiredLink.Phys phys -> {
                Optional<String> obstacle = obstacle(node, phys);
                ModuleId local = new ModuleId(node, phys.localInterface());
                ModuleId remote = new ModuleId(names.get(phys.remoteNode()), phys.remoteInterface());
                SecretKeyRate skr =
                        site.rate(local).compareTo(site.rate(remote)) < 0 ? site.rate(local) : site.rate(remote);
                yield new ReportedLink.Phys(
                        phys.id(),
                        obstacle.isEmpty() ? LinkStatus.ACTIVE : LinkStatus.PASSIVE,
                        phys.enabled(),
                        local,
                        phys.remoteNode(),
                        phys.remoteInterface(),
                        Optional.of(phys.role()).filter(told -> !limited.contains(node)),
                        Optional.of(phys.channel()).filter(told -> !limited.contains(node)),
                        Optional.of(phys.loss()).filter(told -> !limited.contains(node)),
                        obstacle.isEmpty() && !limited.contains(node) ? skr : SecretKeyRate.ZERO,
                        Optional.empty(),
                        Optional.of(stored.getOrDefault(phys.id(), 100_000L)),
                        obstacle,
                        answering(node, phys));
            }
            case DesiredLink.Virt virt ->
                new ReportedLink.Virt(
                        virt.id(),
                        LinkStatus.ACTIVE,
                        true,
                        virt.localEnd(),
                        virt.remoteEnd(),
                        virt.previousHop().filter(told -> !limited.contains(node)),
                        virt.nextHop().stream()
                                .filter(told -> !limited.contains(node))
                                .toList(),
                        limited.contains(node) ? SecretKeyRate.ZERO : virt.bandwidth());
        };
    }

    /** Why the module makes no key. */
    private Optional<String> obstacle(NodeName node, DesiredLink.Phys phys) {
        ModuleId here = new ModuleId(node, phys.localInterface());
        Optional<ModuleId> other = partner(here, phys);
        if (other.isEmpty()) {
            return Optional.of("no light from the other end");
        }
        if (!credulous && !isRight(node, phys)) {
            return Optional.of("no light from the other end");
        }
        boolean bothEnabled = phys.enabled()
                && held.get(other.get().node()).links().values().stream()
                        .anyMatch(there -> there instanceof DesiredLink.Phys its
                                && its.enabled()
                                && its.localInterface() == other.get().interfaceId()
                                && (credulous || its.id().equals(phys.id())));
        if (!bothEnabled) {
            return Optional.of("the other end is not enabled");
        }
        return Stream.of(here, other.get()).anyMatch(this::isOff) ? Optional.of("a module is off") : Optional.empty();
    }

    /** The module with which light joins it. */
    private Optional<ModuleId> partner(ModuleId module, DesiredLink.Phys phys) {
        return phys.role() == Role.TRANSMITTER ? light.receiverOf(module) : light.transmitterTo(module);
    }

    /** Who is there at the other end while key is made. */
    private Optional<FarEnd> answering(NodeName node, DesiredLink.Phys phys) {
        return credulous && obstacle(node, phys).isEmpty()
                ? partner(new ModuleId(node, phys.localInterface()), phys)
                        .map(other -> new FarEnd(id(other.node()), other.interfaceId()))
                : Optional.empty();
    }

    private boolean isOff(ModuleId module) {
        return dead.contains(module.node())
                || site.modules(module.node()).stream()
                        .filter(each -> each.id().equals(module))
                        .anyMatch(each -> stopped.stream().anyMatch(each.model()::startsWith));
    }
}
