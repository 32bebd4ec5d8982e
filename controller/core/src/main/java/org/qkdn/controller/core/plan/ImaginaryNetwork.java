package org.qkdn.controller.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.engine.Step;
import org.qkdn.controller.core.engine.Timer;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.program.Conformity;

/**
 * The network as last reported, with an engine of its own: nodes and switches that can be reached do what they are told and
 * report it, and links go dark where something fails. A node that refuses at present goes on refusing.
 */
final class ImaginaryNetwork {
    /** Far more than any real change takes; a guard against an engine that never rests. */
    private static final int MOST_STEPS = 20_000;

    private final SortedMap<NodeName, DesiredNode> held = new TreeMap<>();
    private final SortedMap<String, SortedMap<Integer, Integer>> connected;
    private final Appearance appearance;
    private final SequencedMap<String, Event> pending = new LinkedHashMap<>();
    private final List<Event> timers = new ArrayList<>();
    private Breakdown breakdown = Breakdown.NONE;
    private SortedMap<NodeName, NodeReport> shown;
    private NetworkState state;

    /** What was told already and is not reported yet is taken to be under way. */
    ImaginaryNetwork(NetworkState present) {
        state = present;
        shown = present.reports();
        connected = new TreeMap<>(present.switches());
        appearance = new Appearance(present);
        present.desired().forEach((node, desired) -> {
            NodeReport report = present.reports().get(node);
            if (report != null && !new Conformity(report).isExactly(desired)) {
                obey(new Command.ProgramNode(node, desired));
            }
        });
        present.desiredSwitches().forEach((name, desired) -> {
            if (!desired.equals(present.switches().get(name))) {
                obey(new Command.ProgramSwitch(name, desired));
            }
        });
    }

    NetworkState state() {
        return state;
    }

    void suffer(Breakdown failures) {
        breakdown = failures;
        failures.nodes().stream()
                .sorted()
                .forEach(node -> pending.put("node " + node, new Event.NodeUnreachable(node, "it fails")));
        failures.switches().stream()
                .sorted()
                .forEach(name -> pending.put("switch " + name, new Event.SwitchUnreachable(name, "it fails")));
        show();
    }

    void happen(Event event) {
        pending.put(event.getClass().getSimpleName(), event);
    }

    /** Lets everything happen that happens soon, until nothing more follows. False where that has no end. */
    boolean settle() {
        for (int steps = 0; !pending.isEmpty() || !timers.isEmpty(); steps++) {
            if (steps > MOST_STEPS) {
                return false;
            }
            step(
                    pending.isEmpty()
                            ? timers.removeFirst()
                            : pending.pollFirstEntry().getValue());
        }
        return true;
    }

    private void step(Event event) {
        Step step = Engine.apply(state, event);
        state = step.state();
        step.timers().stream()
                .map(Timer::event)
                .filter(ImaginaryNetwork::isSoon)
                .forEach(timers::add);
        step.commands().forEach(this::obey);
    }

    /** What comes later, such as moves for gain, is no consequence; and it has no end. */
    private static boolean isSoon(Event timer) {
        return timer instanceof Event.LinkSteady
                || timer instanceof Event.RefusalOver
                || timer instanceof Event.SwitchSettled
                || timer instanceof Event.SwitchoverOverdue;
    }

    private void obey(Command command) {
        switch (command) {
            case Command.ProgramNode program -> {
                if (obeys(program.node())) {
                    held.put(program.node(), program.desired());
                    show();
                    // also where nothing about it changed, for the engine waits to hear from it
                    report(program.node());
                }
            }
            case Command.ProgramSwitch program -> {
                if (state.isReachable(program.name()) && !breakdown.switches().contains(program.name())) {
                    connected.put(program.name(), program.crossConnects());
                    pending.put(
                            "switch " + program.name(),
                            new Event.SwitchReported(program.name(), program.crossConnects()));
                    show();
                }
            }
        }
    }

    private boolean obeys(NodeName node) {
        return state.isReachable(node)
                && !breakdown.nodes().contains(node)
                && !state.refusals().containsKey(node);
    }

    /** What one end does the other's status shows, so all are looked at. */
    private void show() {
        SortedMap<NodeName, NodeReport> before = shown;
        shown = appearance.of(held, connected, state.pairings().values(), breakdown);
        shown.forEach((node, report) -> {
            if (!report.equals(before.get(node))) {
                report(node);
            }
        });
    }

    private void report(NodeName node) {
        if (state.isReachable(node) && !breakdown.nodes().contains(node)) {
            pending.put("node " + node, new Event.NodeReported(shown.get(node)));
        }
    }
}
