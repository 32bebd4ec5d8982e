package org.qkdn.controller.core.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * How the key stored at one end of a link changes, by its newest observations, the oldest first. The slope is that of Theil
 * and Sen: the median of the slopes between any two observations. Up to 29 % of them may be wild, for instance taken in a
 * burst of use, without moving it much; and three of eight that fall after a long rest make it fall.
 */
public record StoreTrend(List<Observation> observations) {
    static final StoreTrend UNKNOWN = new StoreTrend(List.of());

    private static final int MOST = 8;
    private static final int FEWEST = 4;
    /** What is observed sooner takes the last one's place: a window of one burst tells nothing. */
    private static final Duration SPACING = Duration.ofSeconds(5);

    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    public StoreTrend {
        observations = List.copyOf(observations);
    }

    /** One that is older than the newest says nothing new. */
    StoreTrend with(Observation observation) {
        if (observations.isEmpty()) {
            return new StoreTrend(List.of(observation));
        }
        if (!observation.at().isAfter(newest().at())) {
            return this;
        }
        List<Observation> next = new ArrayList<>(observations);
        if (next.size() > 1
                && observation.at().isBefore(next.get(next.size() - 2).at().plus(SPACING))) {
            next.removeLast();
        } else if (next.size() == MOST) {
            next.removeFirst();
        }
        next.add(observation);
        return new StoreTrend(next);
    }

    Observation newest() {
        return observations.getLast();
    }

    boolean isOlderThan(Instant time) {
        return observations.isEmpty() || newest().at().isBefore(time);
    }

    /** How much more is stored each second, in bit/s; negative where it becomes less. Empty before enough was observed. */
    OptionalDouble slope() {
        if (observations.size() < FEWEST) {
            return OptionalDouble.empty();
        }
        double[] slopes = new double[observations.size() * (observations.size() - 1) / 2];
        int count = 0;
        for (int later = 1; later < observations.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                Observation to = observations.get(later);
                Observation from = observations.get(earlier);
                slopes[count++] = (to.storedBits() - from.storedBits())
                        * NANOS
                        / Duration.between(from.at(), to.at()).toNanos();
            }
        }
        Arrays.sort(slopes);
        return OptionalDouble.of((slopes[(count - 1) / 2] + slopes[count / 2]) / 2);
    }

    /** From the newest observation until nothing is stored; empty where it does not become less. */
    Optional<Duration> timeToExhaustion() {
        OptionalDouble slope = slope();
        return slope.isPresent() && slope.getAsDouble() < 0
                ? Optional.of(Duration.ofMillis(Math.round(newest().storedBits() * MILLIS / -slope.getAsDouble())))
                : Optional.empty();
    }

    /** What is made and not stored, whether it was used or the store was full. */
    Optional<SecretKeyRate> consumption() {
        OptionalDouble slope = slope();
        if (slope.isEmpty()) {
            return Optional.empty();
        }
        long[] made = observations.stream()
                .mapToLong(each -> each.skr().bitsPerSecond())
                .sorted()
                .toArray();
        return Optional.of(new SecretKeyRate(Math.max(0, made[made.length / 2] - Math.round(slope.getAsDouble()))));
    }
}
