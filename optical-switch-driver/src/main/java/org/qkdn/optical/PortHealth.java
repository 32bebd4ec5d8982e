package org.qkdn.optical;

import java.util.Optional;
import java.util.SortedMap;

/** Whether light may be led through a port. */
public enum PortHealth {
    ENABLED("is in order"),
    DISABLED("is disabled"),
    FAILED("has failed"),
    /** The protocol, or this switch, does not tell: taken for usable until it refuses. */
    UNKNOWN("is in an unknown state");

    private final String words;

    PortHealth(String words) {
        this.words = words;
    }

    /** Why a port cannot be connected; {@code ports} empty: the switch tells nothing of its ports. */
    static Optional<Reconfiguration.Shortcoming> objection(int port, SortedMap<Integer, PortHealth> ports) {
        if (ports.isEmpty()) {
            return Optional.empty();
        }
        if (!ports.containsKey(port)) {
            return Optional.of(new Reconfiguration.Shortcoming(
                    port,
                    "there is no port " + port + ": this switch has ports " + ports.firstKey() + " to "
                            + ports.lastKey()));
        }
        final var health = ports.get(port);
        return health == ENABLED || health == UNKNOWN
                ? Optional.empty()
                : Optional.of(new Reconfiguration.Shortcoming(port, "port " + port + " " + health.words));
    }
}
