package org.qkdn.optical;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.netconf.client.Timing;

/**
 * CALIENT switches (S160, S320, Edge640) over TL1. A port there has two fibres: of N ports, the inputs are our 1 to N, the
 * outputs N+1 to 2N, in the order of their names (1.1.1, 1.1.2, ...). Connections are entered, activated, cancelled and deleted
 * one by one, so a change takes as many requests and is put back where one is refused. One that was entered but never activated
 * carries no light: it counts for nothing, and is deleted where it is in the way. Autonomous messages tell of events.
 *
 * <p>Not confirmed, from general knowledge of TL1 and public code for these switches: the order of parameters; that a connection
 * is activated after it was entered; {@code RTRV-PORT::0} for all ports; the names INAS, INOC, OUTAS, OUTOC, AS and their
 * values; the group SYSTEM.
 */
public final class Tl1CalientSwitch implements SwitchProtocol {
    private final Tl1Session session;
    private final SwitchIdentity identity;

    private Tl1CalientSwitch(Tl1Session session, SwitchIdentity identity) {
        this.session = session;
        this.identity = identity;
    }

    /** Logs in and asks what the switch is. */
    public static OpticalSwitch open(SwitchTarget target, Timing timing, SwitchListener listener) throws IOException {
        final var session = Tl1Session.open(target, timing, listener);
        try {
            return new Transaction(new Tl1CalientSwitch(session, identity(session)));
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
        return true;
    }

    @Override
    public SortedMap<Integer, PortHealth> ports() throws IOException {
        final var ports = CalientPorts.read(session);
        final var found = new TreeMap<Integer, PortHealth>();
        for (var name : ports.names()) {
            found.put(ports.input(name), ports.health(name, "IN"));
            found.put(ports.output(name), ports.health(name, "OUT"));
        }
        return found;
    }

    @Override
    public SortedMap<Integer, Integer> crossConnects() throws IOException {
        final var ports = CalientPorts.read(session);
        final var connections = new ReadConnections(address());
        for (var entered : entered()) {
            if (entered.active()) {
                connections.add(ports.input(entered.source()), ports.output(entered.destination()));
                if (entered.bothWays()) {
                    connections.add(ports.input(entered.destination()), ports.output(entered.source()));
                }
            }
        }
        return connections.found();
    }

    @Override
    public Optional<Refusal> carryOut(Reconfiguration change, SortedMap<Integer, Integer> present) throws IOException {
        final var ports = CalientPorts.read(session);
        final var all = entered();
        for (var removal : change.removals().entrySet()) {
            final var refusal = remove(removal, change, all, ports);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        for (var addition : change.additions().entrySet()) {
            final var refusal = add(addition, all, ports);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        session.close();
    }

    private String address() {
        return session.address();
    }

    private Optional<Refusal> remove(
            Map.Entry<Integer, Integer> removal, Reconfiguration change, List<Entered> all, CalientPorts ports)
            throws IOException {
        for (var entered : all) {
            final var input = ports.input(entered.source());
            final var back = ports.input(entered.destination());
            if (entered.active() && entered.bothWays() && (input == removal.getKey() || back == removal.getKey())) {
                if (!change.removals().containsKey(input) || !change.removals().containsKey(back)) {
                    return Refusal.of(
                            removal.getKey(),
                            "connection " + entered.name() + " goes both ways: both must be disconnected together");
                }
                if (input != removal.getKey()) {
                    // it goes, or has gone, with the other direction
                    return Optional.empty();
                }
            }
            if (entered.active() && input == removal.getKey()) {
                return delete(entered, removal.getKey());
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> add(Map.Entry<Integer, Integer> addition, List<Entered> all, CalientPorts ports)
            throws IOException {
        final var source = ports.inputName(addition.getKey());
        final var destination = ports.outputName(addition.getValue());
        if (source.isEmpty() || destination.isEmpty()) {
            return Refusal.of(
                    addition.getKey(),
                    "inputs are 1 to " + ports.count() + ", outputs " + (ports.count() + 1) + " to "
                            + 2 * ports.count());
        }
        for (var entered : all) {
            if (!entered.active() && entered.uses(source.get(), destination.get())) {
                final var refusal = delete(entered, addition.getKey());
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        final var wanted = new Entered(
                source.get(), destination.get(), "SYSTEM", source.get() + ">" + destination.get(), false, false);
        final var refusal = ask(addition.getKey(), "ENT-CRS", wanted, "SYSTEM,1WAY");
        return refusal.isPresent() ? refusal : ask(addition.getKey(), "ACT-CRS", wanted, wanted.name() + ",SYSTEM");
    }

    private Optional<Refusal> delete(Entered entered, int ingress) throws IOException {
        final var which = "," + entered.group() + "," + entered.name();
        final var refusal = entered.active() ? ask(ingress, "CANC-CRS", entered, which) : Optional.<Refusal>empty();
        return refusal.isPresent() ? refusal : ask(ingress, "DLT-CRS", entered, which);
    }

    private Optional<Refusal> ask(int ingress, String verb, Entered connection, String parameters) throws IOException {
        return switch (session.request(verb, connection.source() + "," + connection.destination(), parameters)) {
            case Tl1Session.Answer.Done done -> Optional.empty();
            case Tl1Session.Answer.Denied denied -> Refusal.of(ingress, verb + " denied: " + denied.reason());
        };
    }

    private List<Entered> entered() throws IOException {
        final var found = new ArrayList<Entered>();
        for (var line : session.lines("RTRV-CRS", "", "ALL")) {
            final var values = Tl1Session.values(line);
            final var source = values.getOrDefault("SRCPORT", "");
            final var destination = values.getOrDefault("DSTPORT", "");
            if (source.isEmpty() || destination.isEmpty()) {
                throw new IOException(address() + ": it reports a connection as " + ReadConnections.shown(line)
                        + ": no SRCPORT, DSTPORT");
            }
            found.add(new Entered(
                    source,
                    destination,
                    values.getOrDefault("GRPNAME", "SYSTEM"),
                    values.getOrDefault("CONNNAME", source + ">" + destination),
                    values.getOrDefault("CONNTYPE", "1WAY").equalsIgnoreCase("2WAY"),
                    values.getOrDefault("AS", "IS").equals("IS")));
        }
        return found;
    }

    private static SwitchIdentity identity(Tl1Session session) throws IOException {
        final var values = new TreeMap<String, String>();
        if (session.request("RTRV-NE", "", "") instanceof Tl1Session.Answer.Done done) {
            done.lines().forEach(line -> values.putAll(Tl1Session.values(line)));
        }
        return new SwitchIdentity(
                "CALIENT",
                values.getOrDefault("CHASSISTYPE", ""),
                values.getOrDefault("SERIALNUMBER", ""),
                values.getOrDefault("SWPACKAGE", ""));
    }

    /** A connection as the switch keeps it, lit where it is active. */
    private record Entered(
            String source, String destination, String group, String name, boolean bothWays, boolean active) {
        boolean uses(String input, String output) {
            return source.equals(input)
                    || destination.equals(output)
                    || (bothWays && (destination.equals(input) || source.equals(output)));
        }
    }
}
