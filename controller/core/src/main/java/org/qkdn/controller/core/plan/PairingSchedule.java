package org.qkdn.controller.core.plan;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.lighting.Prospect;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.PairingPolicy;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.DirectLink;
import org.qkdn.controller.core.schedule.Candidate;
import org.qkdn.controller.core.schedule.Schedule;
import org.qkdn.controller.core.schedule.Timetable;
import org.qkdn.controller.core.switching.ModulePair;

/**
 * How the modules that are left to the controller would best share their time, if what associations lack now were wanted for
 * good. What the controller lights follows the deficits from look to look, which comes to the same in the long run.
 *
 * @param schedule shares of time, what they serve, and the bound of what any could
 * @param timetable the same in slots, less what switching costs
 */
public record PairingSchedule(Schedule schedule, Timetable timetable) {
    /** Of the prospects of the controller's last look; none where nothing is left to it. */
    public static PairingSchedule of(NetworkState state, Duration period) {
        PairingPolicy policy = state.plant().policy();
        Map<Association, SecretKeyRate> demand = new HashMap<>();
        for (Prospect each : state.lighting().prospects()) {
            long rate = each.deficitBits() / Math.max(1, policy.horizon().toSeconds());
            demand.put(each.association(), new SecretKeyRate(rate));
        }
        List<Candidate> candidates = state.lighting().prospects().stream()
                .map(PairingSchedule::candidate)
                .toList();
        Schedule schedule = Schedule.of(candidates, demand);
        return new PairingSchedule(
                schedule, Timetable.of(schedule, period.toMillis(), pair -> relock(state, pair.one(), pair.other())
                        .toMillis()));
    }

    private static Duration relock(NetworkState state, ModuleId one, ModuleId other) {
        return state.switching()
                .relock(new ModulePair(one, other))
                .orElse(state.plant().policy().relock());
    }

    private static Candidate candidate(Prospect each) {
        DirectLink link = each.link();
        Set<String> shared = new HashSet<>();
        link.path().spans().forEach(span -> shared.add("channel " + link.path().channel() + " of span " + span));
        link.path().crossConnects().forEach(crossing -> {
            shared.add("port " + crossing.ingress() + " of switch " + crossing.switchName());
            shared.add("port " + crossing.egress() + " of switch " + crossing.switchName());
        });
        return new Candidate(link.transmitter(), link.receiver(), new SecretKeyRate(each.rate()), shared);
    }
}
