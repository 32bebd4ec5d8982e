package org.qkdn.controller.core.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.Reoptimisation;
import org.qkdn.controller.core.service.Moved;
import org.qkdn.controller.core.service.Review;

/** Sees to it that reviews come one after another, and that what was moved is left where it is for a while. */
final class Reviewing {
    private final Draft draft;
    private final Reoptimisation policy;

    Reviewing(Draft draft) {
        this.draft = draft;
        policy = draft.inventory.policy().reoptimisation();
    }

    /** The review that is to be made now. */
    Optional<Review> review() {
        return draft.reviewDue && policy.enabled()
                ? Optional.of(new Review(policy.gainPercent(), held(), draft.reviews.turn()))
                : Optional.empty();
    }

    private Set<String> held() {
        return draft.moves.entrySet().stream()
                .filter(move -> move.getValue().held())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Remembers what was moved, of those services that there still are, and sets the next review. */
    void settle(Map<String, Moved> moved, Set<String> services) {
        draft.moves.keySet().retainAll(services);
        moved.forEach(this::remember);
        Optional<Duration> interval = policy.enabled() ? Optional.of(policy.interval()) : Optional.empty();
        if (draft.reviewDue || !interval.equals(draft.reviews.interval())) {
            draft.reviews = new Reviews(draft.reviews.turn() + 1, interval);
            interval.ifPresent(after -> draft.timers.add(new Timer(after, new Event.ReviewDue(draft.reviews.turn()))));
        }
    }

    private void remember(String service, Moved why) {
        boolean held = !policy.holdTime().isZero();
        int times = draft.moves.containsKey(service) ? draft.moves.get(service).times() + 1 : 1;
        draft.moves.put(service, new Move(why, times, held));
        if (held) {
            draft.timers.add(new Timer(policy.holdTime(), new Event.HoldTimeOver(service, times)));
        }
    }
}
