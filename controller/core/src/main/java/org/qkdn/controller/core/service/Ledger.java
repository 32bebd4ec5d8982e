package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * The one account of reserved rate per link. A reservation holds on all links of a path or on none, and never exceeds
 * what a link makes. Lives within one decision; not for use by several threads.
 */
final class Ledger {
    private final Map<KeyAssociationLinkId, SecretKeyRate> capacity;
    private final Map<KeyAssociationLinkId, Long> reserved;

    /** {@code capacity} names the links that may be reserved on. */
    Ledger(Map<KeyAssociationLinkId, SecretKeyRate> capacity) {
        this(capacity, Map.of());
    }

    private Ledger(Map<KeyAssociationLinkId, SecretKeyRate> capacity, Map<KeyAssociationLinkId, Long> reserved) {
        this.capacity = Map.copyOf(capacity);
        this.reserved = new HashMap<>(reserved);
    }

    /** Reserves what is in use anyhow, as far as the link's rate goes. */
    void reserveInUse(KeyAssociationLinkId link, SecretKeyRate rate) {
        long most = Math.min(rate.bitsPerSecond(), Math.max(0, residual(link)));
        reserved.merge(link, most, Long::sum);
    }

    Ledger copy() {
        return new Ledger(capacity, reserved);
    }

    /** Rate left on a link; zero where the link may not be reserved on. */
    long residual(KeyAssociationLinkId link) {
        return capacity.getOrDefault(link, SecretKeyRate.ZERO).bitsPerSecond()
                - reserved(link).bitsPerSecond();
    }

    SecretKeyRate reserved(KeyAssociationLinkId link) {
        return new SecretKeyRate(reserved.getOrDefault(link, 0L));
    }

    /** Gives back what was reserved on every link. */
    void release(Map<KeyAssociationLinkId, SecretKeyRate> load) {
        load.forEach((link, rate) -> reserved.merge(link, -rate.bitsPerSecond(), Long::sum));
    }

    /** The same, but for these links, where nothing is left. */
    Ledger without(Collection<KeyAssociationLinkId> links) {
        Map<KeyAssociationLinkId, SecretKeyRate> others = new HashMap<>(capacity);
        others.keySet().removeAll(links);
        return new Ledger(others, reserved);
    }

    /** The same, but for these links, on which at least so much is left. */
    Ledger widened(Collection<KeyAssociationLinkId> links, SecretKeyRate rate) {
        Map<KeyAssociationLinkId, SecretKeyRate> wide = new HashMap<>(capacity);
        links.forEach(link -> {
            long lacking = Math.max(0, rate.bitsPerSecond() - residual(link));
            wide.computeIfPresent(link, (same, makes) -> makes.plus(new SecretKeyRate(lacking)));
        });
        return new Ledger(wide, reserved);
    }

    /** Reserves on every link, or, where one of them lacks the rate or is not there, on none. */
    boolean reserve(Map<KeyAssociationLinkId, SecretKeyRate> load) {
        for (Map.Entry<KeyAssociationLinkId, SecretKeyRate> each : load.entrySet()) {
            if (!capacity.containsKey(each.getKey())
                    || residual(each.getKey()) < each.getValue().bitsPerSecond()) {
                return false;
            }
        }
        load.forEach((link, rate) -> reserved.merge(link, rate.bitsPerSecond(), Long::sum));
        return true;
    }

    /** Reserves what is in use anyhow beyond what is accounted for already, as far as the links' rates go. */
    void reserveBeyond(
            Map<KeyAssociationLinkId, SecretKeyRate> inUse, Map<KeyAssociationLinkId, SecretKeyRate> accounted) {
        inUse.forEach((link, rate) -> reserveInUse(link, rate.minus(accounted.getOrDefault(link, SecretKeyRate.ZERO))));
    }
}
