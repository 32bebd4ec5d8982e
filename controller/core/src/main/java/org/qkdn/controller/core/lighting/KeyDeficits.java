package org.qkdn.controller.core.lighting;

import com.google.common.math.LongMath;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayPathSearch;

/**
 * Key that associations lack: what they should have stored, and what services will take within the horizon, less what is
 * stored. Services are led over all links that there are or could be, by their own rules: so a direct link that is not lit
 * yet, and that would spare a trusted node, is wanted by those who would use it.
 *
 * @param demand rate of link key that services would take of each association, in bits per second
 */
public record KeyDeficits(SortedMap<Association, Long> demand, long storeTargetBits, Duration horizon) {
    public KeyDeficits {
        demand = Collections.unmodifiableSortedMap(new TreeMap<>(demand));
    }

    /**
     * Of a network and what is wanted of it.
     *
     * @param possible all links that there are or could be
     * @param ends of each link in it
     * @param demands of services, relay overhead included
     */
    public static KeyDeficits of(
            RelayGraph possible,
            Map<KeyAssociationLinkId, Association> ends,
            Collection<RelayDemand> demands,
            long storeTargetBits,
            Duration horizon) {
        RelayPathSearch search = new RelayPathSearch(possible);
        Map<Association, Long> demand = new HashMap<>();
        for (RelayDemand each : demands) {
            Optional<KeyRelayPath> path =
                    search.find(each).or(() -> search.find(new RelayDemand(each.from(), each.to(), 0, each.rules())));
            path.ifPresent(found ->
                    found.links().forEach(link -> demand.merge(ends.get(link), each.rate(), LongMath::saturatedAdd)));
        }
        return new KeyDeficits(new TreeMap<>(demand), storeTargetBits, horizon);
    }

    /** What the association lacks, in bits. */
    public long bits(Association association, long storedBits) {
        long wanted = LongMath.saturatedAdd(
                storeTargetBits, LongMath.saturatedMultiply(demand.getOrDefault(association, 0L), horizon.toSeconds()));
        return Math.max(0, wanted - storedBits);
    }
}
