package org.qkdn.optical;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.qkdn.netconf.client.Timing;

/**
 * Polatis (HUBER+SUHNER) switches over SCPI: lines of text over TCP. A change is one list of connections to be removed and one
 * of those to be made, so at most two commands; {@code conn:only} would be one, but speaks of connections that are not ours.
 * After each, {@code *OPC?} tells that it is over and the error queue how. There is no login: whoever reaches the port commands
 * the switch. There are no events.
 *
 * <p>Not confirmed, seen in public laboratory code alone: port 5025; {@code :oxc:swit:port:stat?} and its letters D, E and F;
 * the form of the error queue's answer; that a list is carried out whole or not at all.
 */
public final class ScpiPolatisSwitch implements SwitchProtocol {
    private static final Pattern LISTS = Pattern.compile("\\(@([0-9,]*)\\),\\(@([0-9,]*)\\)");
    private static final Pattern STATES = Pattern.compile("\\(([A-Z](?:,[A-Z])*)\\)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})(?:,([0-9]{1,5}))?");
    private static final Pattern ERROR = Pattern.compile("([+-]?[0-9]+),\"([^\"]*)\"");

    private final TextConnection connection;
    private final SwitchIdentity identity;

    private ScpiPolatisSwitch(TextConnection connection, SwitchIdentity identity) {
        this.connection = connection;
        this.identity = identity;
    }

    /** Connects and asks what the switch is. */
    public static OpticalSwitch open(SwitchTarget target, Timing timing, SwitchListener listener) throws IOException {
        final var connection = TextConnection.open(target, timing, c -> c == '\n', line -> line.isBlank(), listener);
        try {
            return new Transaction(new ScpiPolatisSwitch(connection, identity(connection)));
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public SwitchIdentity identity() {
        return identity;
    }

    @Override
    public boolean tellsChanges() {
        return false;
    }

    /** A switch that does not know the question for their states still tells how many ports it has. */
    @Override
    public SortedMap<Integer, PortHealth> ports() throws IOException {
        final var states = ask(connection, ":oxc:swit:port:stat?");
        return states.isEmpty() ? unknown() : health(states);
    }

    @Override
    public SortedMap<Integer, Integer> crossConnects() throws IOException {
        final var answer = ask(connection, ":oxc:swit:conn:stat?");
        if (answer.isEmpty()) {
            // some answer nothing where nothing is connected, but so they do where they have an error
            final var error = error();
            if (error.isPresent()) {
                throw new IOException(address() + ": " + error.get());
            }
            return new TreeMap<>();
        }
        final var lists = LISTS.matcher(answer);
        if (!lists.matches()) {
            throw unreadable(":oxc:swit:conn:stat?", answer);
        }
        final var ingress = ports(lists.group(1), "ingress");
        final var egress = ports(lists.group(2), "egress");
        if (ingress.size() != egress.size()) {
            throw unreadable(":oxc:swit:conn:stat?", answer);
        }
        final var connections = new ReadConnections(address());
        for (int i = 0; i < ingress.size(); i++) {
            connections.add(ingress.get(i), egress.get(i));
        }
        return connections.found();
    }

    @Override
    public Optional<Refusal> carryOut(Reconfiguration change, SortedMap<Integer, Integer> present) throws IOException {
        final var refused = command("sub", change.removals());
        return refused.isPresent() ? refused : command("add", change.additions());
    }

    @Override
    public void close() {
        connection.close();
    }

    private String address() {
        return connection.address();
    }

    private Optional<Refusal> command(String verb, SortedMap<Integer, Integer> pairs) throws IOException {
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        connection.send(
                "*CLS\n:oxc:swit:conn:" + verb + " " + list(pairs.keySet()) + "," + list(pairs.values()) + "\n");
        return error().map(text -> new Refusal(Optional.empty(), text));
    }

    /** The first in the queue, which is empty then. */
    private Optional<String> error() throws IOException {
        final var answer = ask(connection, ":syst:err:all?");
        final var errors = ERROR.matcher(answer);
        var found = false;
        while (errors.find()) {
            found = true;
            if (Integer.parseInt(errors.group(1)) != 0) {
                return Optional.of(errors.group(2) + " (" + errors.group(1) + ")");
            }
        }
        if (!found) {
            throw unreadable(":syst:err:all?", answer);
        }
        return Optional.empty();
    }

    private SortedMap<Integer, PortHealth> health(String states) throws IOException {
        final var letters = STATES.matcher(states);
        if (!letters.matches()) {
            throw unreadable(":oxc:swit:port:stat?", states);
        }
        final var found = new TreeMap<Integer, PortHealth>();
        for (var letter : letters.group(1).split(",", -1)) {
            found.put(
                    found.size() + 1,
                    switch (letter) {
                        case "E" -> PortHealth.ENABLED;
                        case "D" -> PortHealth.DISABLED;
                        case "F" -> PortHealth.FAILED;
                        default -> PortHealth.UNKNOWN;
                    });
        }
        return found;
    }

    private SortedMap<Integer, PortHealth> unknown() throws IOException {
        connection.send("*CLS\n");
        final var answer = ask(connection, ":oxc:swit:size?");
        final var size = SIZE.matcher(answer);
        if (!size.matches()) {
            throw unreadable(":oxc:swit:size?", answer);
        }
        final var outputs =
                Optional.ofNullable(size.group(2)).map(Integer::parseInt).orElse(0);
        return IntStream.rangeClosed(1, Integer.parseInt(size.group(1)) + outputs)
                .boxed()
                .collect(Collectors.toMap(port -> port, port -> PortHealth.UNKNOWN, (one, same) -> one, TreeMap::new));
    }

    private List<Integer> ports(String list, String what) throws IOException {
        final var found = new ArrayList<Integer>();
        if (!list.isEmpty()) {
            for (var port : list.split(",", -1)) {
                found.add(ReadConnections.port(address(), port, what));
            }
        }
        return found;
    }

    private IOException unreadable(String question, String answer) {
        return new IOException(address() + ": it answers " + ReadConnections.shown(answer) + " to " + question);
    }

    private static SwitchIdentity identity(TextConnection connection) throws IOException {
        final var answer = ask(connection, "*IDN?");
        final var parts = answer.split(",", -1);
        if (parts.length < 4) {
            throw new IOException(connection.address() + ": it answers " + ReadConnections.shown(answer)
                    + " to *IDN?: it is no Polatis switch, or does not speak SCPI at this port");
        }
        return new SwitchIdentity(parts[0], parts[1], parts[2], parts[3]);
    }

    /**
     * A question that a switch does not know has no answer at all. So it is followed by one that every switch answers, with 1,
     * once all before it is done.
     *
     * @return in one line; empty where there was no answer
     */
    private static String ask(TextConnection connection, String question) throws IOException {
        connection.send(question + "\n*OPC?\n");
        final var answer = new StringBuilder();
        for (var line = connection.answer(question).strip();
                !line.equals("1");
                line = connection.answer(question).strip()) {
            answer.append(line.replaceAll(" *, *", ","));
        }
        return answer.toString();
    }

    private static String list(Iterable<Integer> ports) {
        final var text = new StringBuilder("(@");
        ports.forEach(port -> text.append(text.length() > 2 ? "," : "").append(port));
        return text.append(')').toString();
    }
}
