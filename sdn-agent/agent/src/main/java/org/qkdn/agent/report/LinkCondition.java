package org.qkdn.agent.report;

import java.util.Optional;
import org.qkdn.agent.desired.LinkEnd;

/**
 * How a link does. Rates in bit/s.
 *
 * @param rates empty where nothing measures them: VIRT links
 * @param expectedConsumption sum of what the applications on it are guaranteed
 * @param qberPpm empty where the technology does not report one, or no key is made
 * @param storedBits key at this end, not yet used
 * @param reason why it is not ACTIVE; empty while it is
 * @param answering module that proved its identity at the other end of a PHYS link; empty while none did or the local module
 *     does not tell
 */
public record LinkCondition(
        LinkStatus status,
        Optional<Rates> rates,
        long expectedConsumption,
        Optional<Integer> qberPpm,
        long storedBits,
        Optional<String> reason,
        Optional<LinkEnd> answering) {

    /** Secret key rate, and what is left of it after the link's own use. */
    public record Rates(long skr, long eskr) {}

    public boolean isActive() {
        return status == LinkStatus.ACTIVE;
    }

    public long skr() {
        return rates.map(Rates::skr).orElse(0L);
    }
}
