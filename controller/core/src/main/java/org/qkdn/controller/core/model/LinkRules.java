package org.qkdn.controller.core.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What every link of a relay path must keep to, beside rate. What a link does not report does not keep to a limit.
 *
 * @param maxQberPpm largest quantum bit error ratio, in millionths; empty where any will do
 * @param minStoredBits key that must be stored; 0 where none need be
 * @param onlyVendors makers that all modules must be of; empty where any will do
 * @param avoidVendors makers that no module may be of
 */
public record LinkRules(OptionalInt maxQberPpm, long minStoredBits, Set<String> onlyVendors, Set<String> avoidVendors) {
    public static final LinkRules NONE = new LinkRules(OptionalInt.empty(), 0, Set.of(), Set.of());

    public LinkRules {
        onlyVendors = Set.copyOf(onlyVendors);
        avoidVendors = Set.copyOf(avoidVendors);
    }

    /** Whether what a link reports matters at all. */
    public boolean limits() {
        return maxQberPpm.isPresent() || minStoredBits > 0;
    }

    /** Whether a link that reports this may be used. */
    public boolean allows(Optional<Integer> qberPpm, Optional<Long> storedBits) {
        return (maxQberPpm.isEmpty()
                        || qberPpm.filter(qber -> qber <= maxQberPpm.getAsInt()).isPresent())
                && storedBits.orElse(0L) >= minStoredBits;
    }

    /** Whether modules of these models may make a link's key; none are where its makers are not known. */
    public boolean allowsModels(Set<String> models) {
        if (onlyVendors.isEmpty() && avoidVendors.isEmpty()) {
            return true;
        }
        for (String model : models) {
            if ((!onlyVendors.isEmpty() && !isOfAny(model, onlyVendors)) || isOfAny(model, avoidVendors)) {
                return false;
            }
        }
        return !models.isEmpty();
    }

    /** A model names its maker first (ETSI GS QKD 015 qkdi_model). */
    private static boolean isOfAny(String model, Set<String> vendors) {
        for (String vendor : vendors) {
            if (model.regionMatches(true, 0, vendor, 0, vendor.length())
                    && (model.length() == vendor.length()
                            || !Character.isLetterOrDigit(model.charAt(vendor.length())))) {
                return true;
            }
        }
        return false;
    }
}
