package org.qkdn.emulator.command;

import java.util.Optional;

/** Answers commands from the moment the emulator claims its state folder, though the network is not up yet. */
final class StartingNetwork {
    private volatile Optional<Commands> commands = Optional.empty();

    void started(Commands network) {
        commands = Optional.of(network);
    }

    CommandReply run(String line) {
        return commands.map(c -> c.run(line))
                .orElseGet(() -> CommandReply.refused("the network is starting: try again in a moment"));
    }
}
