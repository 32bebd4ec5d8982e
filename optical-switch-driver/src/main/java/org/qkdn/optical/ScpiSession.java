package org.qkdn.optical;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.qkdn.netconf.client.Timing;

/** Questions and commands in SCPI over TCP. */
final class ScpiSession implements AutoCloseable {
    private static final String ERRORS = ":syst:err:all?";
    private static final Pattern ERROR = Pattern.compile("([+-]?[0-9]+),\"([^\"]*)\"");

    private final TextConnection connection;

    private ScpiSession(TextConnection connection) {
        this.connection = connection;
    }

    static ScpiSession open(SwitchTarget target, Timing timing, SwitchListener listener) throws IOException {
        return new ScpiSession(TextConnection.open(target, timing, c -> c == '\n', String::isBlank, listener));
    }

    String address() {
        return connection.address();
    }

    /**
     * A question that a switch does not know has no answer at all. So it is followed by one that every switch answers, with 1,
     * once all before it is done.
     *
     * @return in one line; empty where there was no answer
     */
    String ask(String question) throws IOException {
        connection.send(question + "\n*OPC?\n");
        final var answer = new StringBuilder();
        for (var line = connection.answer(question).strip();
                !line.equals("1");
                line = connection.answer(question).strip()) {
            answer.append(line.replaceAll(" *, *", ","));
        }
        return answer.toString();
    }

    /** Returns what went wrong. */
    Optional<String> command(String command) throws IOException {
        connection.send("*CLS\n" + command + "\n");
        return error();
    }

    /** The first in the queue, which is empty then. */
    Optional<String> error() throws IOException {
        final var answer = ask(ERRORS);
        final var errors = ERROR.matcher(answer);
        var found = false;
        while (errors.find()) {
            found = true;
            if (Integer.parseInt(errors.group(1)) != 0) {
                return Optional.of(errors.group(2) + " (" + errors.group(1) + ")");
            }
        }
        if (!found) {
            throw unreadable(ERRORS, answer);
        }
        return Optional.empty();
    }

    IOException unreadable(String question, String answer) {
        return new IOException(address() + ": it answers " + ReadConnections.shown(answer) + " to " + question);
    }

    @Override
    public void close() {
        connection.close();
    }
}
