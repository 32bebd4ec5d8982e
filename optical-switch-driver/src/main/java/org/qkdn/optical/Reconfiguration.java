package org.qkdn.optical;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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

    SwitchResult carryOut(OpticalSwitch at) throws IOException {
        final var done = new ArrayDeque<Change>();
        for (var pair : removals.entrySet()) {
            final var change = new Change(false, pair.getKey(), pair.getValue());
            if (change.carryOut(at) instanceof PortResult.Refused refused) {
                return putBack(at, done, refused);
            }
            done.push(change);
        }
        for (var pair : additions.entrySet()) {
            final var change = new Change(true, pair.getKey(), pair.getValue());
            if (change.carryOut(at) instanceof PortResult.Refused refused) {
                return putBack(at, done, refused);
            }
            done.push(change);
        }
        return new SwitchResult.Applied(at.crossConnects(), done.size());
    }

    private static SwitchResult putBack(OpticalSwitch at, Deque<Change> done, PortResult.Refused why)
            throws IOException {
        final var reason = new StringBuilder(why.reason());
        for (var change : done) {
            if (change.undone().carryOut(at) instanceof PortResult.Refused refused) {
                reason.append("; port ")
                        .append(refused.port())
                        .append(" could not be put back: ")
                        .append(refused.reason());
            }
        }
        return new SwitchResult.Refused(at.crossConnects(), why.port(), reason.toString());
    }

    /** One connection made or removed. */
    private record Change(boolean connect, int ingress, int egress) {
        PortResult carryOut(OpticalSwitch at) throws IOException {
            return connect ? at.connect(ingress, egress) : at.disconnect(ingress);
        }

        Change undone() {
            return new Change(!connect, ingress, egress);
        }
    }
}
