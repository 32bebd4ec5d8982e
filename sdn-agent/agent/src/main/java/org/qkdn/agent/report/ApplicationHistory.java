package org.qkdn.agent.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qkdn.node.v1.ApplicationLevel;
import org.qkdn.node.v1.KeyStoreReport;

/**
 * When applications came and what they drew, in periods short enough for the standard's 32 bits. Immutable: what
 * happens makes a new history.
 */
public record ApplicationHistory(Map<String, Chapter> chapters) {
    private static final Duration PERIOD = Duration.ofSeconds(60);
    private static final int KEPT = 15;

    /** Key drawn between two moments. */
    public record Period(Instant start, Instant end, long bits) {}

    /**
     * One application's.
     *
     * @param counter the LKMS's count when {@code current} was last brought up to date; empty before the first report
     */
    public record Chapter(Instant created, Optional<Long> counter, Period current, List<Period> closed) {
        public Chapter {
            closed = List.copyOf(closed);
        }

        static Chapter begin(Instant created, Instant now) {
            return new Chapter(created, Optional.empty(), new Period(now, now, 0), List.of());
        }

        Chapter drawn(long delivered, Instant now) {
            // a count below the last one was begun anew; before the first report we cannot tell when it was drawn
            var bits = counter.map(last -> delivered >= last ? delivered - last : delivered)
                    .orElse(0L);
            var grown = new Period(current.start, now, current.bits + bits);
            if (now.isBefore(current.start.plus(PERIOD))) {
                return new Chapter(created, Optional.of(delivered), grown, closed);
            }
            var all = new ArrayList<>(closed);
            all.add(grown);
            return new Chapter(
                    created,
                    Optional.of(delivered),
                    new Period(now, now, 0),
                    all.subList(Math.max(0, all.size() - KEPT), all.size()));
        }
    }

    public ApplicationHistory {
        chapters = Map.copyOf(chapters);
    }

    /** As remembered from before a restart: only when they came. */
    public static ApplicationHistory of(Map<String, Instant> created, Instant now) {
        return new ApplicationHistory(created.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Chapter.begin(entry.getValue(), now))));
    }

    /** These are the applications from now on. */
    public ApplicationHistory configured(Set<String> ids, Instant now) {
        var next = new LinkedHashMap<String, Chapter>();
        for (var id : ids) {
            next.put(id, Optional.ofNullable(chapters.get(id)).orElseGet(() -> Chapter.begin(now, now)));
        }
        return new ApplicationHistory(next);
    }

    public ApplicationHistory reported(KeyStoreReport report, Instant now) {
        var delivered = report.getApplicationsList().stream()
                .collect(Collectors.toMap(
                        ApplicationLevel::getAppId, ApplicationLevel::getDeliveredBits, (first, second) -> second));
        var next = new LinkedHashMap<>(chapters);
        next.replaceAll((id, chapter) -> Optional.ofNullable(delivered.get(id))
                .map(bits -> chapter.drawn(bits, now))
                .orElse(chapter));
        return new ApplicationHistory(next);
    }

    public Map<String, Instant> created() {
        return chapters.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .created()));
    }

    public Optional<Instant> creation(String applicationId) {
        return Optional.ofNullable(chapters.get(applicationId)).map(Chapter::created);
    }

    /** Oldest first; the last one is still growing, and is left out while nothing was reported. */
    public List<Period> periods(String applicationId) {
        return Optional.ofNullable(chapters.get(applicationId))
                .filter(chapter -> chapter.counter().isPresent())
                .map(ApplicationHistory::periods)
                .orElse(List.of());
    }

    private static List<Period> periods(Chapter chapter) {
        var all = new ArrayList<>(chapter.closed());
        // the list is keyed by end_time in whole seconds: a period must be that long to be told apart
        if (!chapter.current().end().isBefore(chapter.current().start().plusSeconds(1))) {
            all.add(chapter.current());
        }
        return all;
    }
}
