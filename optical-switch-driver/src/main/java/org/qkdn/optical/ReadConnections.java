package org.qkdn.optical;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a switch reports, as it is read. */
final class ReadConnections {
    private final String address;
    private final SortedMap<Integer, Integer> found = new TreeMap<>();

    ReadConnections(String address) {
        this.address = address;
    }

    void add(int ingress, int egress) throws IOException {
        final var before = found.put(ingress, egress);
        if (before != null && before != egress) {
            throw new IOException(
                    address + ": the switch reports port " + ingress + " connected to " + before + " and to " + egress);
        }
    }

    SortedMap<Integer, Integer> found() {
        return found;
    }

    /** A port number as a switch writes it. */
    static int port(String address, String text, String what) throws IOException {
        try {
            final var port = Integer.parseInt(text.strip());
            if (port > 0) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IOException(address + ": the switch reports " + shown(text) + " as " + what + " port", e);
        }
        throw new IOException(address + ": the switch reports " + shown(text) + " as " + what + " port");
    }

    /** Something a switch sent, cut to what fits into a message. */
    static String shown(String text) {
        final var line = text.strip().replaceAll("\\p{Cntrl}+", " ");
        return "\"" + (line.length() > 80 ? line.substring(0, 80) + "..." : line) + "\"";
    }
}
