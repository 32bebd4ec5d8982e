package org.qkdn.controller.core.engine;

import java.util.List;

/** What an event leads to: the next state and what is to be done. */
public record Step(NetworkState state, List<Command> commands) {
    public Step {
        commands = List.copyOf(commands);
    }
}
