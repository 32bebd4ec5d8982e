package org.qkdn.optical;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a change of several connections ended, and what the switch connects after it. */
public sealed interface SwitchResult {
    SortedMap<Integer, Integer> crossConnects();

    /** As desired. {@code changes} counts the connections made and removed. */
    record Applied(SortedMap<Integer, Integer> crossConnects, int changes) implements SwitchResult {
        public Applied {
            crossConnects = Collections.unmodifiableSortedMap(new TreeMap<>(crossConnects));
        }
    }

    /** Refused at a port; what had been changed was put back unless the reason says otherwise. */
    record Refused(SortedMap<Integer, Integer> crossConnects, int port, String reason) implements SwitchResult {
        public Refused {
            crossConnects = Collections.unmodifiableSortedMap(new TreeMap<>(crossConnects));
        }
    }
}
