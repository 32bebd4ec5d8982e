package org.qkdn.controller.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.engine.Step;
import org.qkdn.controller.core.engine.Timer;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.service.ServiceState;

/**
 * An engine and a town that does as it is told; all that the engine hears is noted down. Nodes report when something
 * about them has changed, and after each command.
 */
final class Rehearsal {
    final Town town;
    final Map<NodeName, DesiredNode> held = new TreeMap<>();
    final Map<String, SortedMap<Integer, Integer>> connected = new TreeMap<>();
    final Set<NodeName> silent = new HashSet<>();
    final Set<String> silentSwitches = new HashSet<>();
    /** Why a node refuses what it is told, where it does. */
    Function<Command.ProgramNode, Optional<String>> refusal = program -> Optional.empty();

    NetworkState state = Engine.initial();
    boolean provisionOnRequest;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<NodeName, NodeReport> reported = new TreeMap<>();
    private final Map<String, Command> told = new LinkedHashMap<>();
    private final Map<String, Command> refused = new TreeMap<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Event.SwitchSettled> settling = new ArrayList<>();
    private final Map<String, KeyService> services = new TreeMap<>();
    private OpticalPlant plant;

    Rehearsal(Town town) {
        this.town = town;
        plant = town.plant();
        town.nodes.forEach(node -> held.put(node, DesiredNode.EMPTY));
        town.switches.keySet().forEach(name -> connected.put(name, new TreeMap<>()));
    }

    Recording recording() {
        return new Recording(entries, true);
    }

    Rehearsal note(String text) {
        entries.add(new Entry.Note(text));
        return this;
    }

    /** The controller starts: it hears of its configuration, and of all that can be reached. */
    Rehearsal start() {
        hear(new Event.InventoryChanged(town.inventory()));
        hear(new Event.OpticalPlantChanged(plant));
        hear(new Event.KeyServicesChanged(services, provisionOnRequest));
        connected.keySet().stream()
                .filter(name -> !silentSwitches.contains(name))
                .forEach(this::switchReports);
        silent.forEach(node -> hear(new Event.NodeUnreachable(node, "connection refused")));
        town.nodes.forEach(this::report);
        return settle();
    }

    /** The same, where only what comes of it matters: what all are told is done at once. */
    Rehearsal startTogether() {
        hear(new Event.InventoryChanged(town.inventory()));
        hear(new Event.OpticalPlantChanged(plant));
        hear(new Event.KeyServicesChanged(services, provisionOnRequest));
        town.nodes.forEach(this::report);
        told.values().forEach(command -> {
            if (command instanceof Command.ProgramNode program) {
                held.put(program.node(), program.desired());
            }
        });
        told.clear();
        town.nodes.forEach(this::report);
        return settle();
    }

    /** The controller's process starts again, and knows nothing. */
    Rehearsal restart() {
        entries.add(new Entry.Restart());
        state = Engine.initial();
        told.clear();
        refused.clear();
        timers.clear();
        settling.clear();
        reported.clear();
        return start();
    }

    void hear(Event event) {
        entries.add(new Entry.Heard(List.of(event)));
        Step step = Engine.apply(state, event);
        state = step.state();
        step.timers().forEach(timer -> {
            if (timer.event() instanceof Event.SwitchSettled settled) {
                settling.add(settled);
            } else {
                timers.add(timer);
            }
        });
        step.commands().forEach(command -> {
            refused.remove(target(command));
            told.put(target(command), command);
        });
    }

    private static String target(Command command) {
        return switch (command) {
            case Command.ProgramNode program -> program.node().value();
            case Command.ProgramSwitch program -> program.name();
        };
    }

    Rehearsal happen(Event event) {
        hear(event);
        return settle();
    }

    /** The service is wanted from now on, with these components besides the usual ones. */
    Rehearsal serve(String name, String from, String to, long rate, Object... more) {
        return want(name, from, to, rate, more).tellServices();
    }

    /** The same, but the controller is not told yet. */
    Rehearsal want(String name, String from, String to, long rate, Object... more) {
        List<Object> components = new ArrayList<>(List.of(
                "name",
                name,
                "source",
                Town.sae(from),
                "destination",
                Town.sae(to),
                "minRate",
                new SecretKeyRate(rate),
                "rules",
                Map.of("maxHops", 16)));
        for (int i = 0; i < more.length; i += 2) {
            int known = components.indexOf(more[i]);
            if (known >= 0) {
                components.set(known + 1, more[i + 1]);
            } else {
                components.addAll(List.of(more[i], more[i + 1]));
            }
        }
        services.put(name, Records.of(KeyService.class, components.toArray()));
        return this;
    }

    Rehearsal end(String name) {
        services.remove(name);
        return tellServices();
    }

    Rehearsal tellServices() {
        return happen(new Event.KeyServicesChanged(services, provisionOnRequest));
    }

    Rehearsal want(OpticalPlant.WantedPairing... pairings) {
        plant = town.plant(pairings);
        return happen(new Event.OpticalPlantChanged(plant));
    }

    Rehearsal cut(String span) {
        town.cut.add(span);
        return news();
    }

    Rehearsal mend(String span) {
        town.cut.remove(span);
        return news();
    }

    /** Both ends of a link tell what it makes from now on. */
    Rehearsal perform(String link, long rate, int qberPpm) {
        return perform(link, rate, Optional.of(qberPpm), Optional.of(100_000L));
    }

    Rehearsal perform(String link, long rate, Optional<Integer> qberPpm, Optional<Long> storedBits) {
        town.makes(link, rate, qberPpm, storedBits);
        for (String end : List.of(link.substring(0, link.indexOf('-')), link.substring(link.indexOf('-') + 1))) {
            happen(Records.of(
                    Event.LinkPerformed.class,
                    "node",
                    end,
                    "link",
                    town.links.get(link),
                    "skr",
                    new SecretKeyRate(rate),
                    "qberPpm",
                    qberPpm,
                    "storedBits",
                    storedBits));
        }
        return this;
    }

    Rehearsal lose(String node) {
        silent.add(new NodeName(node));
        return happen(new Event.NodeUnreachable(new NodeName(node), "connection lost"));
    }

    Rehearsal back(String node) {
        silent.remove(new NodeName(node));
        report(new NodeName(node));
        return settle();
    }

    Rehearsal loseSwitch(String name) {
        silentSwitches.add(name);
        return happen(new Event.SwitchUnreachable(name, "connection lost"));
    }

    Rehearsal backSwitch(String name) {
        silentSwitches.remove(name);
        switchReports(name);
        return news();
    }

    /** Nodes report what has changed about them. */
    Rehearsal news() {
        town.nodes.forEach(this::reportNews);
        return settle();
    }

    private void switchReports(String name) {
        hear(new Event.SwitchReported(name, connected.get(name)));
    }

    private void reportNews(NodeName node) {
        if (!view().report(node).equals(reported.get(node))) {
            report(node);
        }
    }

    private void report(NodeName node) {
        if (!silent.contains(node)) {
            reported.put(node, view().report(node));
            hear(new Event.NodeReported(reported.get(node)));
        }
    }

    private NodeView view() {
        return new NodeView(town, plant, held, connected);
    }

    /** Commands are carried out until none is left. */
    Rehearsal settle() {
        for (int steps = 0; !told.isEmpty() || !settling.isEmpty(); steps++) {
            if (steps > 1000) {
                throw new AssertionError("does not settle: " + told);
            }
            if (told.isEmpty()) {
                hear(settling.removeFirst());
            } else {
                obey(told.remove(told.keySet().iterator().next()));
            }
        }
        return this;
    }

    private void obey(Command command) {
        switch (command) {
            case Command.ProgramNode program -> {
                Optional<String> reason = refusal.apply(program);
                if (reason.isPresent()) {
                    refused.put(program.node().value(), program);
                    hear(new Event.ProgrammingFailed(program.node().value(), reason.get()));
                } else if (!silent.contains(program.node())) {
                    held.put(program.node(), program.desired());
                }
                report(program.node());
            }
            case Command.ProgramSwitch program -> {
                connected.put(program.name(), program.crossConnects());
                switchReports(program.name());
            }
        }
        town.nodes.forEach(this::reportNews);
    }

    /** All timers that are running go off, and what was refused is sent again where nothing else was since. */
    Rehearsal pass() {
        List<Timer> due = List.copyOf(timers);
        timers.clear();
        due.forEach(timer -> hear(timer.event()));
        refused.forEach(told::putIfAbsent);
        refused.clear();
        return settle();
    }

    /** How long the timers that are running take. */
    List<Duration> running() {
        return timers.stream().map(Timer::after).toList();
    }

    ServiceState service(String name) {
        return state.services().get(name);
    }

    /** The nodes of its first path, joined by hyphens; where it is not UP its status, and the reason. */
    String path(String name) {
        ServiceState service = service(name);
        return service.status() == ServiceState.Status.UP
                ? service.shares().getFirst().path().nodes().stream()
                        .map(NodeName::value)
                        .collect(Collectors.joining("-"))
                : service.status() + ": " + service.reason().orElse("");
    }

    boolean isDown(String name) {
        return service(name).status() == ServiceState.Status.DOWN;
    }
}
