package org.qkdn.controller.core.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.qkdn.controller.core.lighting.Lighting;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.program.Readback;
import org.qkdn.controller.core.switching.Switching;

/**
 * The controller's heart: what is known and what happens give what is decided and what is to be done. No clock, no
 * chance, no I/O: the same events always give the same steps.
 */
public final class Engine {
    private Engine() {}

    /** Nothing is known yet. */
    public static NetworkState initial() {
        return new NetworkState(
                Inventory.EMPTY,
                OpticalPlant.EMPTY,
                new TreeMap<>(),
                new TreeMap<>(),
                false,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Set.of(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Set.of(),
                false,
                new TreeMap<>(),
                new TreeMap<>(),
                Reviews.NONE,
                Set.of(),
                Switching.NONE,
                Lighting.NONE);
    }

    /** Until the network is discovered events are recorded and nothing is decided. */
    public static Step apply(NetworkState state, Event event) {
        return together(state, List.of(event));
    }

    /**
     * Several events in the order in which they came. Those that tell of different things are decided on together: when
     * much happens at once, a decision for each would only delay the last.
     */
    public static Step apply(NetworkState state, List<Event> events) {
        Map<String, Command> commands = new LinkedHashMap<>();
        List<Timer> timers = new ArrayList<>();
        NetworkState reached = state;
        for (List<Event> batch : Batch.of(events)) {
            Step step = together(reached, batch);
            reached = step.state();
            step.commands().forEach(command -> commands.put(command.target(), command));
            timers.addAll(step.timers());
        }
        return new Step(reached, List.copyOf(commands.values()), timers);
    }

    private static Step together(NetworkState state, List<Event> batch) {
        Draft draft = new Draft(state);
        batch.forEach(event -> Facts.record(draft, event));
        if (!draft.discovered || Performance.settles(state, draft, batch)) {
            return new Step(draft.state(), List.of(), draft.timers);
        }
        Drift drift = new Drift(state, draft);
        for (Event event : batch) {
            if (event instanceof Event.NodeReported reported) {
                drift.notice(reported.report());
            }
        }
        Readback readback = new Decisions(state, draft, drift).decide();
        List<Command> commands = new Programming(state, draft, batch, readback).commands();
        return new Step(draft.state(), commands, draft.timers);
    }
}
