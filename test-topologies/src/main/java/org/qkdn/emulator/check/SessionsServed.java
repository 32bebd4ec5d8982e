package org.qkdn.emulator.check;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** When the sessions of one combination got their keys, in seconds since the start. */
final class SessionsServed {
    private final String name;
    private final List<Double> at = new CopyOnWriteArrayList<>();

    SessionsServed(String name) {
        this.name = name;
    }

    void add(double seconds) {
        at.add(seconds);
    }

    String name() {
        return name;
    }

    int number() {
        return at.size();
    }

    List<Double> times() {
        return at.stream().sorted().toList();
    }
}
