package org.qkdn.optical;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A connection as a CALIENT switch keeps it, lit where it is active. Ends are names of ports. */
record CalientConnection(
        String source, String destination, String group, String name, boolean bothWays, boolean active) {
    /** To be entered. */
    static CalientConnection wanted(String source, String destination) {
        return new CalientConnection(source, destination, "SYSTEM", source + ">" + destination, false, false);
    }

    static List<CalientConnection> read(Tl1Session session) throws IOException {
        final var found = new ArrayList<CalientConnection>();
        for (var line : session.lines("RTRV-CRS", "", "ALL")) {
            final var values = Tl1Session.values(line);
            final var source = values.getOrDefault("SRCPORT", "");
            final var destination = values.getOrDefault("DSTPORT", "");
            if (source.isEmpty() || destination.isEmpty()) {
                throw new IOException(session.address() + ": it reports a connection as " + ReadConnections.shown(line)
                        + ": no SRCPORT, DSTPORT");
            }
            found.add(new CalientConnection(
                    source,
                    destination,
                    values.getOrDefault("GRPNAME", "SYSTEM"),
                    values.getOrDefault("CONNNAME", source + ">" + destination),
                    values.getOrDefault("CONNTYPE", "1WAY").equalsIgnoreCase("2WAY"),
                    values.getOrDefault("AS", "IS").equals("IS")));
        }
        return found;
    }

    boolean uses(String input, String output) {
        return source.equals(input)
                || destination.equals(output)
                || (bothWays && (destination.equals(input) || source.equals(output)));
    }
}
