package org.qkdn.emulator.soak.kills;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes to services of its own, one write after the other, and remembers what was acknowledged. Names and numbers are all
 * it needs: a service is written as one of {@code number} bit/s at least and at most.
 */
final class Lane {
    private static final int PAIRS = 3;

    private final String name;
    private final Random random;
    private final Map<String, Long> acknowledged = new TreeMap<>();
    private Optional<Change> underWay = Optional.empty();
    private long writes;
    private long kept;

    Lane(String name, Random random) {
        this.name = name;
        this.random = random;
    }

    /** Until the writer fails, which is when the controller is killed. Gives what was refused, if it is that. */
    void write(Writer writer) throws IOException {
        while (true) {
            var change = next();
            underWay = Optional.of(change);
            writer.write(change);
            change.apply(acknowledged);
            underWay = Optional.empty();
        }
    }

    private Change next() {
        long number = ++writes;
        int pair = random.nextInt(PAIRS);
        var one = name + "-a" + pair;
        var other = name + "-b" + pair;
        return switch (random.nextInt(4)) {
            case 0 -> Change.of(one, number);
            case 1 -> acknowledged.containsKey(one) ? Change.removing(one) : Change.of(one, number);
            default -> Change.both(one, other, number);
        };
    }

    /**
     * Compares with what a new life of the controller has: all that was acknowledged and, of the write that was under way,
     * all or nothing. What is wrong; empty where nothing is.
     */
    Optional<String> check(Map<String, Long> all) {
        var found = new TreeMap<>(all);
        found.keySet().removeIf(service -> !service.startsWith(name + "-"));
        var after = new TreeMap<>(acknowledged);
        underWay.ifPresent(change -> change.apply(after));
        if (found.equals(after)) {
            kept += underWay.isPresent() ? 1 : 0;
            acknowledged.clear();
            acknowledged.putAll(after);
        } else if (!found.equals(acknowledged)) {
            return Optional.of(
                    "acknowledged was " + acknowledged + ", under way " + underWay + ", and found is " + found);
        }
        underWay = Optional.empty();
        return Optional.empty();
    }

    /** Writes that were begun. */
    long writes() {
        return writes;
    }

    /** Of those whose acknowledgement the kill cut off, how many were there. */
    long kept() {
        return kept;
    }
}
