package org.qkdn.emulator.command;

import java.util.List;

/** What the emulator answers to a command. */
record CommandReply(boolean done, List<String> lines) {
    CommandReply {
        lines = List.copyOf(lines);
    }

    static CommandReply done(String line) {
        return new CommandReply(true, List.of(line));
    }

    static CommandReply refused(String line) {
        return new CommandReply(false, List.of(line));
    }
}
