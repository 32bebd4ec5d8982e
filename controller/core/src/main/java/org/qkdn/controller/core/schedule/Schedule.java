package org.qkdn.controller.core.schedule;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * Which pairs are lit for which part of a period, where there are fewer modules than would serve all demand at once. The worth
 * of a schedule is that part of all demand that it serves, between 0 and 1, and four times the part of the one served least:
 * nobody is left without for a little more elsewhere. An association is not expected to have more than its
 * candidates make if all are lit all the time.
 *
 * @param lit in no order; their shares are the whole period or less
 * @param wanted by each association that has candidates, at most what they can make
 * @param served of that, before what switching costs
 * @param bound that no schedule of these candidates is worth more than
 */
public record Schedule(
        List<Lit> lit,
        SortedMap<Association, SecretKeyRate> wanted,
        SortedMap<Association, SecretKeyRate> served,
        double worth,
        double bound) {
    public Schedule {
        lit = List.copyOf(lit);
        wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
        served = Collections.unmodifiableSortedMap(new TreeMap<>(served));
    }

    /** Candidates of associations that ask for nothing are never lit. */
    public static Schedule of(List<Candidate> candidates, Map<Association, SecretKeyRate> demand) {
        List<Candidate> wanted = candidates.stream()
                .filter(each -> each.rate().bitsPerSecond() > 0)
                .filter(each -> demand.getOrDefault(each.association(), SecretKeyRate.ZERO)
                                .bitsPerSecond()
                        > 0)
                .toList();
        if (wanted.isEmpty()) {
            return new Schedule(List.of(), new TreeMap<>(), new TreeMap<>(), 0, 0);
        }
        return new Shares(new Plant(wanted), Wishes.of(wanted, demand)).schedule();
    }
}
