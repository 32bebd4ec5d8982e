package org.qkdn.lkms.combine;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qkdn.lkms.app.Batch;
import org.qkdn.node.v1.Application;

/** Whose turn it is of the links that an application's keys are split over; used by one thread at a time. */
final class Spread {
    /** What a link that was out of use, or could not carry its part, may be asked to catch up with, in blocks. */
    private static final double MOST_BEHIND = 2.0 * Batch.MOST;

    private static final Duration REST = Duration.ofSeconds(5);

    /** Blocks that a link has carried less than its part. */
    private final Map<String, Double> behind = new HashMap<>();

    private final Map<String, Instant> restsUntil = new HashMap<>();

    /** The link that is furthest behind of those not tried yet; one that failed lately comes after all others. */
    Optional<String> next(Application application, Set<String> tried, int blocks, Instant now) {
        var links = application.getBackingLinkIdsList();
        behind.keySet().retainAll(links);
        restsUntil.values().removeIf(until -> !now.isBefore(until));
        var next = links.stream()
                .filter(link -> !tried.contains(link))
                .min(Comparator.<String, Boolean>comparing(restsUntil::containsKey)
                        .thenComparing(link -> -behind.getOrDefault(link, 0.0)));
        next.ifPresent(chosen -> {
            links.forEach(link -> add(link, blocks * part(application, link)));
            add(chosen, -blocks);
        });
        return next;
    }

    private static double part(Application application, String link) {
        var rates = application.getBackingLinkRatesBpsMap();
        double total = application.getBackingLinkIdsList().stream()
                .mapToLong(each -> rates.getOrDefault(each, 0L))
                .sum();
        return total > 0 ? rates.getOrDefault(link, 0L) / total : 1.0 / application.getBackingLinkIdsCount();
    }

    private void add(String link, double blocks) {
        behind.merge(link, blocks, (had, more) -> Math.clamp(had + more, -MOST_BEHIND, MOST_BEHIND));
    }

    void carried(String link) {
        restsUntil.remove(link);
    }

    /** It did not carry them. */
    void giveBack(String link, int blocks) {
        add(link, blocks);
    }

    void failed(String link, Instant now) {
        restsUntil.put(link, now.plus(REST));
    }
}
