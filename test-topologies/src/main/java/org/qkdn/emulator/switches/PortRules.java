package org.qkdn.emulator.switches;

import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import org.qkdn.emulator.plant.CrossConnect;

/** What connections a switch can make. */
record PortRules(int ports, Set<Integer> disabled) {
    PortRules {
        disabled = Set.copyOf(disabled);
    }

    /** What is wrong with these connections, if anything; those that stood before may keep a disabled port. */
    Optional<String> complaint(Set<CrossConnect> before, Set<CrossConnect> after) {
        var used = new HashMap<Integer, CrossConnect>();
        for (var connect : after) {
            if (connect.ingress() == connect.egress()) {
                return Optional.of("port " + connect.ingress() + " cannot be connected to itself");
            }
            for (int port : new int[] {connect.ingress(), connect.egress()}) {
                if (!exists(port)) {
                    return Optional.of(noSuch(port));
                }
                if (disabled.contains(port) && !before.contains(connect)) {
                    return Optional.of("port " + port + " is disabled");
                }
                var other = used.putIfAbsent(port, connect);
                if (other != null) {
                    return Optional.of(
                            "port " + port + " is in use by connection " + other.ingress() + " - " + other.egress());
                }
            }
        }
        return Optional.empty();
    }

    boolean exists(int port) {
        return 1 <= port && port <= ports;
    }

    String noSuch(int port) {
        return "there is no port " + port + ": this switch has ports 1 to " + ports;
    }
}
