package org.qkdn.controller.core.service;

/**
 * Why a service whose path works was moved to another.
 *
 * @param gainPercent by how much it takes less of the network there; negative where it takes more, for another's sake
 */
public record Moved(String reason, int gainPercent) {
    static Moved from(Preemption.Reserved here, Placement to, String why) {
        Cost before = Cost.of(here.candidate(), here.placement());
        Cost after = Cost.of(here.candidate(), to);
        return new Moved(why + ": " + after.comparedTo(before), before.gainPercent(after));
    }
}
