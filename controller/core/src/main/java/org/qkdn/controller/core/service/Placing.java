package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.RelayGraph;

/**
 * Places services on relay paths. A placement that still does is kept; where links got too narrow, services of a higher
 * holding priority keep theirs first. Those that cross what services should leave go elsewhere if there is room beside all
 * the others; others are moved for gain, in a review only. Then newcomers are placed, those of a higher setup priority first:
 * each looks for rate that nobody has reserved, and only then takes it from services whose holding priority is lower.
 *
 * <p>Nobody can lose rate to a newcomer that came after it in this order, for a holding priority is never below the setup
 * priority (RFC 3209 4.7.1, where 0 is the highest). So each service is placed at most once, and deciding again changes
 * nothing.
 */
final class Placing {
    private static final Comparator<Candidate> BY_NAME = Comparator.comparing(Candidate::name);
    private static final Comparator<Candidate> HOLDING = Comparator.<Candidate>comparingInt(
                    each -> -each.service().holding())
            .thenComparing(BY_NAME);
    /** Whoever just lost a path comes before those who had none. */
    private static final Comparator<Candidate> SETUP = Comparator.<Candidate>comparingInt(
                    each -> -each.service().priority())
            .thenComparing(each -> !(each.held() && each.previous().isPresent()));

    private final RelayNetwork network;
    private final Fit fit;
    private final PlacementSearch search;
    private final Queue<Candidate> newcomers;
    private final Map<String, Preemption.Reserved> placed = new TreeMap<>();
    private final Map<String, Candidate> refused = new TreeMap<>();
    private final Map<String, Admission.Preemptor> preemptors = new HashMap<>();
    private final Map<String, Moved> moved = new HashMap<>();
    private Ledger ledger;

    private Placing(RelayNetwork network, List<Candidate> order) {
        this.network = network;
        Map<String, Integer> turns = new HashMap<>();
        order.forEach(each -> turns.put(each.name(), turns.size()));
        newcomers = new PriorityQueue<>(SETUP.thenComparing(each -> turns.get(each.name())));
        ledger = new Ledger(network.active().stream().collect(Collectors.toMap(PhysLink::id, PhysLink::capacity)));
        RelayGraph graph =
                network.graph(network.active(), link -> link.capacity().bitsPerSecond());
        fit = new Fit(network, graph);
        search = new PlacementSearch(network, graph, fit);
    }

    /**
     * Where a service is placed; where {@code refusal} tells why it is not, its previous placement if that remains.
     *
     * @param remark what it should leave and cannot, and why
     * @param moved why it goes from a placement that works to another
     */
    record Result(
            Optional<Placement> placement,
            Optional<String> refusal,
            Admission admission,
            Optional<String> remark,
            Optional<Moved> moved) {}

    /** What became of each candidate, by service name, and the rate reserved on each link. */
    record Outcome(Map<String, Result> results, Map<KeyAssociationLinkId, SecretKeyRate> reserved) {
        /** Those that go from a placement that works to another. */
        Map<String, Moved> moved() {
            Map<String, Moved> moved = new HashMap<>();
            results.forEach((name, result) -> result.moved().ifPresent(why -> moved.put(name, why)));
            return moved;
        }
    }

    /** Newcomers of the same priority in the order of their names. */
    static Outcome of(
            RelayNetwork network,
            Collection<Candidate> candidates,
            Collection<Map<KeyAssociationLinkId, SecretKeyRate>> inUse) {
        return inOrder(network, candidates.stream().sorted(BY_NAME).toList(), inUse)
                .outcome(Optional.empty());
    }

    /** Newcomers of the same priority in the order given. */
    static Placing inOrder(
            RelayNetwork network, List<Candidate> order, Collection<Map<KeyAssociationLinkId, SecretKeyRate>> inUse) {
        Placing placing = new Placing(network, order);
        inUse.forEach(rates -> rates.forEach(placing.ledger::reserveInUse));
        List<Candidate> importantFirst = order.stream().sorted(HOLDING).toList();
        importantFirst.stream()
                .filter(each -> !each.held()
                        || !placing.keep(each.asPromised())
                        || each.promised().isPresent())
                .forEach(placing.newcomers::add);
        order.forEach(placing::reserveCarrying);
        importantFirst.stream().filter(each -> each.promised().isEmpty()).forEach(placing::leave);
        while (!placing.newcomers.isEmpty()) {
            placing.placeAnew(placing.newcomers.remove());
        }
        return placing;
    }

    boolean refuses(Candidate candidate) {
        return refused.containsKey(candidate.name());
    }

    /** What became of all; with a review, after some have moved for gain. */
    Outcome outcome(Optional<Review> review) {
        review.ifPresent(this::improve);
        return outcome();
    }

    private boolean keep(Candidate candidate) {
        return candidate
                .previous()
                .filter(placement -> fit.suits(candidate, placement))
                .map(placement -> placement.cutTo(candidate.service().guaranteed()))
                .filter(placement -> reserve(candidate, placement))
                .isPresent();
    }

    private boolean reserve(Candidate candidate, Placement placement) {
        boolean reserved = ledger.reserve(candidate.load(placement));
        if (reserved) {
            placed.put(candidate.name(), new Preemption.Reserved(candidate, placement));
        }
        return reserved;
    }

    /** What carries keys of a service on the move keeps its rate so long, as far as it still has it. */
    private void reserveCarrying(Candidate candidate) {
        Map<KeyAssociationLinkId, SecretKeyRate> inUse = new HashMap<>();
        candidate.carrying().forEach(placement -> candidate
                .load(placement)
                .forEach((hop, rate) -> inUse.merge(hop, rate, BinaryOperator.maxBy(Comparator.naturalOrder()))));
        ledger.reserveBeyond(
                inUse,
                Optional.ofNullable(placed.get(candidate.name()))
                        .map(Preemption.Reserved::load)
                        .orElse(Map.of()));
    }

    private Set<Leave.Notice> toLeave(Candidate candidate) {
        return candidate
                .previous()
                .map(placement -> network.toLeave(placement.hops(), candidate.ends()))
                .orElse(Set.of());
    }

    /** One that asks for more rate looks for another path as a newcomer does. */
    private void leave(Candidate candidate) {
        Set<Leave.Notice> toLeave = toLeave(candidate);
        Preemption.Reserved here = placed.get(candidate.name());
        if (here != null && !toLeave.isEmpty()) {
            search.find(here.candidate(), without(here), network.leave().waysOut(toLeave))
                    .ifPresent(to -> move(here, to, Moved.from(here, to, reasons(toLeave))));
        }
    }

    private static String reasons(Set<Leave.Notice> notices) {
        return notices.stream().map(Leave.Notice::reason).collect(Collectors.joining("; "));
    }

    /** The account with the service's own rate given back: where its old and new path meet it needs that once. */
    private Ledger without(Preemption.Reserved here) {
        Ledger others = ledger.copy();
        here.off(others);
        return others;
    }

    private void move(Preemption.Reserved here, Placement to, Moved why) {
        here.movesTo(to, ledger);
        placed.put(here.candidate().name(), new Preemption.Reserved(here.candidate(), to));
        moved.put(here.candidate().name(), why);
    }

    private void placeAnew(Candidate candidate) {
        Optional.ofNullable(placed.remove(candidate.name())).ifPresent(promised -> promised.off(ledger));
        boolean toLeave = !toLeave(candidate).isEmpty();
        List<Set<Leave.Notice>> ways = network.leave().waysIn();
        boolean fits = (!toLeave && keep(candidate))
                || place(candidate, ways.subList(0, 1))
                || (toLeave && keep(candidate))
                || place(candidate, ways.subList(1, ways.size()));
        if (!fits) {
            Preemption.of(search, candidate, ledger, placed.values())
                    .ifPresentOrElse(
                            outcome -> preempt(candidate, outcome), () -> refused.put(candidate.name(), candidate));
        }
    }

    private boolean place(Candidate candidate, List<Set<Leave.Notice>> ways) {
        return search.find(candidate, ledger, ways)
                .filter(placement -> reserve(candidate, placement))
                .isPresent();
    }

    private void preempt(Candidate newcomer, Preemption.Outcome outcome) {
        ledger = outcome.after();
        placed.put(newcomer.name(), new Preemption.Reserved(newcomer, outcome.placement()));
        for (Preemption.Reserved there : outcome.moved()) {
            Preemption.Reserved here = placed.put(there.candidate().name(), there);
            String why = "makes way for service " + newcomer.name() + " of priority "
                    + newcomer.service().priority();
            moved.put(there.candidate().name(), Moved.from(here, there.placement(), why));
        }
        for (Candidate victim : outcome.down()) {
            placed.remove(victim.name());
            if (newcomers.stream().noneMatch(each -> each.name().equals(victim.name()))) {
                newcomers.add(victim);
            }
            preemptors.put(
                    victim.name(),
                    new Admission.Preemptor(newcomer.name(), newcomer.service().priority()));
        }
    }

    private void improve(Review review) {
        Improvement.of(search, ledger, placed.values(), refused.values(), review)
                .forEach(move -> move(move.from(), move.to(), move.why()));
    }

    private Outcome outcome() {
        Map<String, Result> results = new TreeMap<>();
        placed.forEach((name, here) -> results.put(
                name,
                new Result(
                        Optional.of(here.placement()), Optional.empty(), Admission.OPEN, remark(here), moved(here))));
        refused.forEach((name, candidate) -> results.put(name, refusal(candidate)));
        Map<KeyAssociationLinkId, SecretKeyRate> reserved = new TreeMap<>();
        network.links().keySet().forEach(link -> reserved.put(link, ledger.reserved(link)));
        return new Outcome(results, reserved);
    }

    /** Only of those that end up elsewhere. */
    private Optional<Moved> moved(Preemption.Reserved here) {
        return Optional.ofNullable(moved.get(here.candidate().name())).filter(why -> here.candidate()
                .previous()
                .filter(before -> !before.equals(here.placement()))
                .isPresent());
    }

    private Optional<String> remark(Preemption.Reserved here) {
        Set<Leave.Notice> toLeave =
                network.toLeave(here.placement().hops(), here.candidate().ends());
        return toLeave.isEmpty()
                ? Optional.empty()
                : Optional.of(reasons(toLeave)
                        + "; no other path: "
                        + Diagnosis.ofStaying(network, search, without(here), here.candidate(), toLeave));
    }

    /** Told by the account as it stands when all are placed, so that the figures hold for whoever asks next. */
    private Result refusal(Candidate candidate) {
        Ledger free = Preemption.mayTake(candidate, ledger, placed.values());
        Diagnosis.Finding finding = search.obstacleAtEnd(candidate)
                .map(Diagnosis.Finding::of)
                .orElseGet(() -> Diagnosis.of(network, search, free, candidate).finding());
        Optional<Admission.Preemptor> preemptor = Optional.ofNullable(preemptors.get(candidate.name()))
                .or(candidate::preemptor)
                .filter(by -> placed.containsKey(by.service()));
        return new Result(
                remaining(candidate),
                Optional.of(preemptor.map(by -> by + ": ").orElse("") + finding.reason()),
                Admission.refused(finding.bottleneck(), finding.largest(), preemptor),
                Optional.empty(),
                Optional.empty());
    }

    /** A path stays programmed while its links exist, so that what flows and is stored is not lost with it; no half one. */
    private Optional<Placement> remaining(Candidate candidate) {
        return candidate
                .previous()
                .filter(placement -> placement.shares().stream().noneMatch(share -> fit.isHalf(candidate, share)))
                .or(() -> candidate.carrying().stream().findFirst())
                .filter(placement -> network.links().keySet().containsAll(placement.hops()));
    }
}
