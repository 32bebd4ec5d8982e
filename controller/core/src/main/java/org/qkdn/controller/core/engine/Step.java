package org.qkdn.controller.core.engine;

import java.util.List;

/** What an event leads to: the next state, what is to be done, and what is to happen later. */
public record Step(NetworkState state, List<Command> commands, List<Timer> timers) {
    public Step {
        commands = List.copyOf(commands);
        timers = List.copyOf(timers);
    }
}
