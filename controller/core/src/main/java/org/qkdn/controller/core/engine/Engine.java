package org.qkdn.controller.core.engine;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.program.Readback;

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
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Set.of(),
                false,
                Set.of(),
                new TreeMap<>(),
                Reviews.NONE,
                new TreeMap<>());
    }

    /** Until the network is discovered events are recorded and nothing is decided. */
    public static Step apply(NetworkState state, Event event) {
        Draft draft = new Draft(state);
        Facts.record(draft, event);
        if (!draft.discovered) {
            return new Step(draft.state(), List.of(), draft.timers);
        }
        if (event instanceof Event.LinkPerformed performed && Performance.settles(state, draft, performed)) {
            return new Step(draft.state(), List.of(), draft.timers);
        }
        Drift drift = new Drift(state, draft);
        if (event instanceof Event.NodeReported reported) {
            drift.notice(reported.report());
        }
        Readback readback = new Decisions(state, draft, drift).decide();
        List<Command> commands = new Programming(state, draft, event, readback).commands();
        return new Step(draft.state(), commands, draft.timers);
    }
}
