package org.qkdn.controller.core.model;

import java.time.Duration;
import java.util.Set;

/**
 * How modules behind optical switches are paired.
 *
 * @param automatic whether the controller pairs those that the operator pairs with none
 * @param horizon how far ahead a pairing is judged: what it makes within this time counts; also the time between reviews
 * @param relock how long a pair takes to make key after a change, until it has been observed
 * @param storeTargetBits key that every association should have stored; what is missing is its deficit
 * @param settling how long light rests after a switch has moved, before the modules are started
 * @param deadline how long a new pair may take to make key, before what worked last is restored
 * @param locked modules that stay as they are: they keep the pair they have, and get none where they have none
 */
public record PairingPolicy(
        boolean automatic,
        Duration horizon,
        Duration relock,
        long storeTargetBits,
        Duration settling,
        Duration deadline,
        Set<ModuleId> locked) {
    public static final PairingPolicy DEFAULT = new PairingPolicy(
            false,
            Duration.ofMinutes(15),
            Duration.ofMinutes(1),
            1_000_000,
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            Set.of());

    public PairingPolicy {
        locked = Set.copyOf(locked);
    }
}
