package org.qkdn.optical;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The fewest changes from what a switch connects to what it should. On a symmetric switch any port can be either end,
 * so a port counts as used in whichever role.
 *
 * @param removals ingress to egress, before all additions
 * @param additions ingress to egress
 */
record Reconfiguration(SortedMap<Integer, Integer> removals, SortedMap<Integer, Integer> additions) {
    Reconfiguration {
        removals = Collections.unmodifiableSortedMap(new TreeMap<>(removals));
        additions = Collections.unmodifiableSortedMap(new TreeMap<>(additions));
    }

    static Reconfiguration of(
            SortedMap<Integer, Integer> present, SortedMap<Integer, Integer> desired, Set<Integer> ports) {
        final var additions = new TreeMap<>(desired);
        additions.entrySet().removeAll(present.entrySet());
        final var needed = new HashSet<>(additions.keySet());
        needed.addAll(additions.values());
        final var removals = new TreeMap<Integer, Integer>();
        present.forEach((ingress, egress) -> {
            final var inTheWay = needed.contains(ingress) || needed.contains(egress);
            final var ours = ports.contains(ingress) && ports.contains(egress);
            if (!egress.equals(desired.get(ingress)) && (inTheWay || ours)) {
                removals.put(ingress, egress);
            }
        });
        return new Reconfiguration(removals, additions);
    }

    int size() {
        return removals.size() + additions.size();
    }

    /** What is connected after it, as far as nobody else changes anything. */
    SortedMap<Integer, Integer> after(SortedMap<Integer, Integer> present) {
        final var after = new TreeMap<>(present);
        after.entrySet().removeAll(removals.entrySet());
        after.putAll(additions);
        return after;
    }

    /** The first of its connections that a switch does not show as told. */
    Optional<Shortcoming> shortcoming(SortedMap<Integer, Integer> shown) {
        for (var pair : additions.entrySet()) {
            if (!pair.getValue().equals(shown.get(pair.getKey()))) {
                return Optional.of(new Shortcoming(
                        pair.getKey(),
                        "told to connect to " + pair.getValue() + ", but the switch shows it "
                                + Optional.ofNullable(shown.get(pair.getKey()))
                                        .map(other -> "connected to " + other)
                                        .orElse("free")));
            }
        }
        for (var pair : removals.entrySet()) {
            if (pair.getValue().equals(shown.get(pair.getKey()))
                    && !pair.getValue().equals(additions.get(pair.getKey()))) {
                return Optional.of(new Shortcoming(
                        pair.getKey(),
                        "told to disconnect, but the switch shows it still connected to " + pair.getValue()));
            }
        }
        return additions.entrySet().stream()
                .flatMap(pair -> clash(pair, shown).stream())
                .findFirst();
    }

    /** A port of an addition that is used by more than that one connection. */
    static Optional<Shortcoming> clash(Map.Entry<Integer, Integer> addition, SortedMap<Integer, Integer> connected) {
        final var ingress = addition.getKey();
        final var egress = addition.getValue();
        if (ingress.equals(egress)) {
            return Optional.of(new Shortcoming(ingress, "port " + ingress + " cannot be connected to itself"));
        }
        for (var other : connected.entrySet()) {
            if (!other.getKey().equals(ingress)) {
                for (int port : new int[] {ingress, egress}) {
                    if (other.getKey() == port || other.getValue() == port) {
                        return Optional.of(new Shortcoming(
                                port,
                                "port " + port + " would be used twice: it is in use by connection " + other.getKey()
                                        + " to " + other.getValue()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Back from wherever a switch stopped; a removed connection whose ports others took meanwhile stays removed. */
    Reconfiguration undoing(SortedMap<Integer, Integer> shown) {
        final var undone = new TreeMap<>(additions);
        undone.entrySet().retainAll(shown.entrySet());
        final var restored = new TreeMap<Integer, Integer>();
        final var left = new TreeMap<>(shown);
        left.entrySet().removeAll(undone.entrySet());
        removals.entrySet().stream()
                .filter(pair -> !left.containsKey(pair.getKey()))
                .filter(pair -> clash(pair, left).isEmpty())
                .forEach(pair -> restored.put(pair.getKey(), pair.getValue()));
        return new Reconfiguration(undone, restored);
    }

    /** For messages. */
    @Override
    public String toString() {
        return (removals.isEmpty() ? "" : "disconnecting " + words(removals))
                + (removals.isEmpty() || additions.isEmpty() ? "" : ", ")
                + (additions.isEmpty() ? "" : "connecting " + words(additions));
    }

    private static String words(SortedMap<Integer, Integer> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + " to " + pair.getValue())
                .collect(Collectors.joining(" and "));
    }

    /** What is wrong at a port. */
    record Shortcoming(int port, String reason) {}
}
