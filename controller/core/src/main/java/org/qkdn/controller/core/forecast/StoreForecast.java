package org.qkdn.controller.core.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * When the key store of a link will be empty, and whether the link is to be spared for that. It is from when its store would be
 * empty within the horizon; and until, for as long as a horizon, it would not have been so within two, so that services which
 * left are not the reason why they come back.
 *
 * @param ends what is stored at either end; each counts for itself, for each end uses keys of its own
 * @param calmSince when one that is spared was first observed to need it no more
 */
public record StoreForecast(SortedMap<NodeName, StoreTrend> ends, boolean spared, Optional<Instant> calmSince) {
    public static final StoreForecast UNKNOWN = new StoreForecast(new TreeMap<>(), false, Optional.empty());

    /** An end that has been silent for longer than this tells nothing about now. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    public StoreForecast {
        ends = Collections.unmodifiableSortedMap(new TreeMap<>(ends));
    }

    /** {@code horizon} zero: no link is spared. */
    public StoreForecast with(NodeName end, Observation observation, Duration horizon) {
        SortedMap<NodeName, StoreTrend> trends = new TreeMap<>(ends);
        trends.merge(end, StoreTrend.UNKNOWN.with(observation), (known, first) -> known.with(observation));
        trends.values().removeIf(trend -> trend.isOlderThan(observation.at().minus(SILENCE)));
        StoreForecast next = new StoreForecast(trends, spared, calmSince);
        if (horizon.isZero()) {
            return new StoreForecast(trends, false, Optional.empty());
        }
        if (!spared) {
            return new StoreForecast(trends, next.isEmptyWithin(horizon), Optional.empty());
        }
        if (next.isEmptyWithin(horizon.multipliedBy(2)) || next.isEmpty()) {
            return new StoreForecast(trends, true, Optional.empty());
        }
        Instant since = calmSince.orElse(observation.at());
        boolean calm = !observation.at().isBefore(since.plus(horizon));
        return new StoreForecast(trends, !calm, calm ? Optional.empty() : Optional.of(since));
    }

    /** From the last observation; empty where no end's store becomes less, or not enough was observed. */
    public Optional<Duration> timeToExhaustion() {
        return trends().flatMap(trend -> trend.timeToExhaustion().stream()).min(Comparator.naturalOrder());
    }

    /** Key used, in bit/s; the larger of the two ends'. What a full store cannot take counts as used. */
    public Optional<SecretKeyRate> consumption() {
        return trends().flatMap(trend -> trend.consumption().stream()).max(Comparator.naturalOrder());
    }

    private boolean isEmptyWithin(Duration time) {
        return timeToExhaustion().filter(left -> left.compareTo(time) <= 0).isPresent();
    }

    private boolean isEmpty() {
        return trends().anyMatch(trend -> trend.newest().storedBits() == 0);
    }

    private Stream<StoreTrend> trends() {
        return ends.values().stream();
    }
}
