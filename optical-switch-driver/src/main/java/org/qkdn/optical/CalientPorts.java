package org.qkdn.optical;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The ports of a CALIENT switch by their names, and what the switch says of each. */
final class CalientPorts {
    private static final Pattern NAME = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}[a-z]?)*");
    private static final Pattern PART = Pattern.compile("([0-9]+)([a-z]?)");
    private static final Comparator<String> ORDER = Comparator.comparing(CalientPorts::padded);

    private final String address;
    private final Map<String, Map<String, String>> said;
    private final List<String> names;

    private CalientPorts(String address, Map<String, Map<String, String>> said) {
        this.address = address;
        this.said = said;
        this.names = List.copyOf(said.keySet());
    }

    static CalientPorts read(Tl1Session session) throws IOException {
        final var said = new TreeMap<String, Map<String, String>>(ORDER);
        for (var line : session.lines("RTRV-PORT", "0", "")) {
            final var name = line.split(":", 2)[0].strip();
            if (!NAME.matcher(name).matches()) {
                throw new IOException(session.address() + ": it reports a port as " + ReadConnections.shown(line));
            }
            said.put(name, Tl1Session.values(line));
        }
        return new CalientPorts(session.address(), said);
    }

    List<String> names() {
        return names;
    }

    int count() {
        return names.size();
    }

    int input(String name) throws IOException {
        final var index = names.indexOf(name);
        if (index < 0) {
            throw new IOException(address + ": it reports a connection of " + ReadConnections.shown(name)
                    + ", which is none of its ports");
        }
        return index + 1;
    }

    int output(String name) throws IOException {
        return input(name) + count();
    }

    Optional<String> inputName(int port) {
        return port >= 1 && port <= count() ? Optional.of(names.get(port - 1)) : Optional.empty();
    }

    Optional<String> outputName(int port) {
        return inputName(port - count());
    }

    /** {@code side}: IN or OUT. */
    PortHealth health(String name, String side) {
        final var values = said.getOrDefault(name, Map.of());
        final var capability = values.getOrDefault(side + "OC", "");
        final var service = values.getOrDefault(side + "AS", "");
        if (capability.isEmpty() && service.isEmpty()) {
            return PortHealth.UNKNOWN;
        }
        if (!capability.isEmpty() && !capability.equals("OK")) {
            return PortHealth.FAILED;
        }
        return service.isEmpty() || service.equals("IS") ? PortHealth.ENABLED : PortHealth.DISABLED;
    }

    /** By number and not by digit: 1.2.10 comes after 1.2.9. */
    private static String padded(String name) {
        final var parts = new ArrayList<String>();
        PART.matcher(name)
                .results()
                .forEach(part -> parts.add("000".substring(part.group(1).length()) + part.group()));
        return String.join(".", parts);
    }
}
