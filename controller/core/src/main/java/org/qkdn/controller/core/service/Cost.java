package org.qkdn.controller.core.service;

import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * What a service takes of the network in one place.
 *
 * @param links of all its paths
 * @param relays nodes that relay for it
 * @param rate that it has reserved on all links together, relay overhead included, in bits per second
 */
record Cost(int links, int relays, long rate) {
    static Cost of(Candidate candidate, Placement placement) {
        int links = placement.hops().size();
        int relays = placement.shares().stream()
                .mapToInt(share -> share.path().relays().size())
                .sum();
        long rate = candidate.load(placement).values().stream()
                .mapToLong(SecretKeyRate::bitsPerSecond)
                .sum();
        return new Cost(links, relays, rate);
    }

    /** By how many percent of this the other is less; rounded down. Of a service that has no rate reserved nodes count. */
    int gainPercent(Cost other) {
        long mine = rate > 0 ? rate : relays;
        long yours = rate > 0 ? other.rate : other.relays;
        return mine == 0 ? 0 : (int) Math.max(Integer.MIN_VALUE, Math.floorDiv(100 * (mine - yours), mine));
    }

    String comparedTo(Cost before) {
        return links + " instead of " + before.links + " links, " + relays + " instead of " + before.relays
                + " relay nodes"
                + (rate > 0 ? ", " + rate + " instead of " + before.rate + " bit/s reserved in all" : "");
    }
}
