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

    private final ScpiSession session;
    private final SwitchIdentity identity;

    private ScpiPolatisSwitch(ScpiSession session, SwitchIdentity identity) {
        this.session = session;
        this.identity = identity;
    }

    /** Connects and asks what the switch is. */
    public static OpticalSwitch open(SwitchTarget target, Timing timing, SwitchListener listener) throws IOException {
        final var session = ScpiSession.open(target, timing, listener);
        try {
            return new Transaction(new ScpiPolatisSwitch(session, identity(session)));
        } catch (IOException e) {
            session.close();
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
        final var states = session.ask(":oxc:swit:port:stat?");
        return states.isEmpty() ? unknown() : health(states);
    }

    @Override
    public SortedMap<Integer, Integer> crossConnects() throws IOException {
        final var answer = session.ask(":oxc:swit:conn:stat?");
        if (answer.isEmpty()) {
            // some answer nothing where nothing is connected, but so they do where they have an error
            final var error = session.error();
            if (error.isPresent()) {
                throw new IOException(address() + ": " + error.get());
            }
            return new TreeMap<>();
        }
        final var lists = LISTS.matcher(answer);
        if (!lists.matches()) {
            throw session.unreadable(":oxc:swit:conn:stat?", answer);
        }
        final var ingress = ports(lists.group(1), "ingress");
        final var egress = ports(lists.group(2), "egress");
        if (ingress.size() != egress.size()) {
            throw session.unreadable(":oxc:swit:conn:stat?", answer);
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
        session.close();
    }

    private String address() {
        return session.address();
    }

    private Optional<Refusal> command(String verb, SortedMap<Integer, Integer> pairs) throws IOException {
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        return session.command(":oxc:swit:conn:" + verb + " " + list(pairs.keySet()) + "," + list(pairs.values()))
                .map(text -> new Refusal(Optional.empty(), text));
    }

    private SortedMap<Integer, PortHealth> health(String states) throws IOException {
        final var letters = STATES.matcher(states);
        if (!letters.matches()) {
            throw session.unreadable(":oxc:swit:port:stat?", states);
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
        // that it did not know the question for states is no error of what comes next
        final var ignored = session.error();
        final var answer = session.ask(":oxc:swit:size?");
        final var size = SIZE.matcher(answer);
        if (!size.matches()) {
            throw session.unreadable(":oxc:swit:size?", answer);
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

    private static SwitchIdentity identity(ScpiSession session) throws IOException {
        final var answer = session.ask("*IDN?");
        final var parts = answer.split(",", -1);
        if (parts.length < 4) {
            throw new IOException(session.address() + ": it answers " + ReadConnections.shown(answer)
                    + " to *IDN?: it is no Polatis switch, or does not speak SCPI at this port");
        }
        return new SwitchIdentity(parts[0], parts[1], parts[2], parts[3]);
    }

    private static String list(Iterable<Integer> ports) {
        final var text = new StringBuilder("(@");
        ports.forEach(port -> text.append(text.length() > 2 ? "," : "").append(port));
        return text.append(')').toString();
    }
}
