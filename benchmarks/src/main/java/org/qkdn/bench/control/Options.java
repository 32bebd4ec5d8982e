package org.qkdn.bench.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options of a benchmark, all of them with a number. */
record Options(Map<String, Integer> given) {
    static Options read(String[] arguments, List<String> known) {
        Map<String, Integer> given = new HashMap<>();
        for (int at = 0; at < arguments.length; at += 2) {
            String name = arguments[at];
            if (!known.contains(name) || at + 1 == arguments.length || !arguments[at + 1].matches("[1-9][0-9]{0,6}")) {
                System.err.println("'" + name + "': give " + String.join(" N, ", known) + " N");
                System.exit(2);
            }
            given.put(name, Integer.parseInt(arguments[at + 1]));
        }
        return new Options(given);
    }

    int get(String name, int otherwise) {
        return given.getOrDefault(name, otherwise);
    }
}
