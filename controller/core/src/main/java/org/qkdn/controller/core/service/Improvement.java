package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.service.Preemption.Reserved;

/**
 * Finds services that work and had better go elsewhere: such as make room for one that has no path, and such as take less
 * of the network there. Nobody else is harmed: a new path fits beside all that is reserved, the path before it included, for
 * that serves until the new one is complete.
 *
 * <p>Reviews come to an end: each move lets one more service in, or lowers what all take together.
 */
final class Improvement {
    private static final Comparator<Reserved> LEAST_FIRST = Comparator.<Reserved>comparingInt(
                    each -> each.placement().hops().size())
            .thenComparing(each -> each.candidate().name());
    private static final int MOST_ALTERNATIVES = 16;
    /** Of services without a path whose turn it is, for each at most so many others are tried, and so many in all. */
    private static final int MOST_HELPERS = 32;

    private static final int MOST_TRIALS = 400;
    private static final int NEXT_TURN = 11;

    private final PlacementSearch search;
    private final Ledger ledger;
    private final Review review;
    private final List<Reserved> movable;
    private final List<Move> moves = new ArrayList<>();
    private final Set<String> moved = new HashSet<>();
    private int trials;

    /** A service that is to go elsewhere. */
    record Move(Reserved from, Placement to, Moved why) {}

    private Improvement(PlacementSearch search, Ledger ledger, Collection<Reserved> placed, Review review) {
        this.search = search;
        this.ledger = ledger;
        this.review = review;
        movable = placed.stream().filter(this::isMovable).sorted(LEAST_FIRST).toList();
    }

    static List<Move> of(
            PlacementSearch search,
            Ledger ledger,
            Collection<Reserved> placed,
            Collection<Candidate> refused,
            Review review) {
        Improvement improvement = new Improvement(search, ledger.copy(), placed, review);
        improvement.letIn(refused);
        improvement.shorten();
        return improvement.moves;
    }

    /** Not one that is on the move, or was lately. */
    private boolean isMovable(Reserved here) {
        Candidate candidate = here.candidate();
        return candidate.held()
                && candidate.previous().equals(Optional.of(here.placement()))
                && candidate.carrying().isEmpty()
                && candidate.inPlace().containsAll(here.placement().shares())
                && !review.held().contains(candidate.name());
    }

    private List<Reserved> unmoved() {
        return movable.stream()
                .filter(each -> !moved.contains(each.candidate().name()))
                .toList();
    }

    private void letIn(Collection<Candidate> refused) {
        List<Candidate> turns = new ArrayList<>(refused);
        Collections.rotate(turns, -NEXT_TURN * review.turn());
        turns.sort(Comparator.comparingInt(each -> -each.service().priority()));
        for (Candidate newcomer : turns) {
            helpers(newcomer).stream()
                    .limit(MOST_HELPERS)
                    .filter(each -> trials < MOST_TRIALS)
                    .flatMap(each -> makingWay(each, newcomer).stream())
                    .findFirst()
                    .ifPresent(this::apply);
        }
    }

    /** Those with whose rate alone some link would be wide enough, or wider for a part; none where all such links together are not. */
    private List<Reserved> helpers(Candidate newcomer) {
        long rate = newcomer.rate().bitsPerSecond();
        Set<KeyAssociationLinkId> widened = new HashSet<>();
        List<Reserved> helpers = new ArrayList<>();
        for (Reserved each : unmoved()) {
            Map<KeyAssociationLinkId, SecretKeyRate> load = each.load();
            Set<KeyAssociationLinkId> wide = each.placement().hops().stream()
                    .filter(link -> ledger.residual(link) < rate
                            && (newcomer.service().mix().isSplit()
                                    || ledger.residual(link) + load.get(link).bitsPerSecond() >= rate))
                    .collect(Collectors.toSet());
            if (!wide.isEmpty()) {
                helpers.add(each);
                widened.addAll(wide);
            }
        }
        return !helpers.isEmpty()
                        && search.find(newcomer, ledger.widened(widened, newcomer.rate()))
                                .isPresent()
                ? helpers
                : List.of();
    }

    private Optional<Move> makingWay(Reserved here, Candidate newcomer) {
        Ledger others = ledger.copy();
        here.off(others);
        Set<Placement> placements = new LinkedHashSet<>();
        trials++;
        search.find(newcomer, others).ifPresent(placements::add);
        Optional<Move> move = placements.stream()
                .flatMap(placement -> beside(here, newcomer, placement, others).stream())
                .findFirst();
        if (move.isPresent() || placements.isEmpty()) {
            return move;
        }
        trials += 4; // as long as that takes
        return search.alternatives(newcomer, others, MOST_ALTERNATIVES).stream()
                .filter(placement -> !placements.contains(placement))
                .flatMap(placement -> beside(here, newcomer, placement, others).stream())
                .findFirst();
    }

    private Optional<Move> beside(Reserved here, Candidate newcomer, Placement placement, Ledger others) {
        Ledger taken = others.copy();
        taken.reserve(newcomer.load(placement));
        return search.findClear(here.candidate(), taken)
                .map(to -> new Move(here, to, Moved.from(here, to, "makes way for service " + newcomer.name())));
    }

    private void shorten() {
        for (Reserved here : unmoved()) {
            Ledger others = ledger.copy();
            here.off(others);
            search.findClear(here.candidate(), others)
                    .map(to -> new Move(here, to, Moved.from(here, to, "takes less of the network")))
                    .filter(move -> move.why().gainPercent() >= review.gainPercent())
                    .ifPresent(this::apply);
        }
    }

    private void apply(Move move) {
        moves.add(move);
        moved.add(move.from().candidate().name());
        move.from().movesTo(move.to(), ledger);
    }
}
