package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.exposure.Crossing;
import org.qkdn.controller.core.exposure.KeyNames;
import org.qkdn.controller.core.model.NodeName;

/**
 * The identifiers of keys that crossed, as the two ends of the path tell them: each end has the keys relayed that it hands
 * out first. A relay node is not asked, for it may be the one that is not trusted.
 *
 * @param unknown what is not known, and why
 */
record NamedKeys(List<Told> told, List<String> unknown) {
    /** Clocks of nodes are taken to differ from the controller's by no more. */
    static final Duration SKEW = Duration.ofMinutes(1);

    private static final int MOST_RANGES = 1000;

    NamedKeys {
        told = List.copyOf(told);
        unknown = List.copyOf(unknown);
    }

    /** A range, and which end told it. */
    record Told(NodeName end, KeyNames.Range range) {}

    /** Never fails: what went wrong is told as unknown. */
    static CompletableFuture<NamedKeys> of(
            Crossing crossing, Instant begin, Instant end, KeyNames names, NetworkState present) {
        Instant from = later(begin, crossing.from()).minus(SKEW);
        Instant until =
                crossing.until().map(over -> earlier(over, end)).orElse(end).plus(SKEW);
        List<CompletableFuture<NamedKeys>> answers =
                List.of(
                                crossing.path().nodes().getFirst(),
                                crossing.path().nodes().getLast())
                        .stream()
                        .map(node -> ask(node, crossing, from, until, names, present))
                        .toList();
        return answers.getFirst().thenCombine(answers.getLast(), NamedKeys::and);
    }

    private static CompletableFuture<NamedKeys> ask(
            NodeName node, Crossing crossing, Instant from, Instant until, KeyNames names, NetworkState present) {
        if (!present.isReachable(node)) {
            return CompletableFuture.completedFuture(unknown("keys that node " + node
                    + " had relayed: it is not reachable: "
                    + Optional.ofNullable(present.unreachable().get(node)).orElse("it has not reported")));
        }
        return names.relayed(node, crossing.path(), from, until, MOST_RANGES)
                .handle((found, failure) -> failure == null
                        ? known(node, found, from)
                        : unknown("keys that node " + node + " had relayed: " + reason(failure)));
    }

    private static NamedKeys known(NodeName node, KeyNames.Names found, Instant from) {
        List<String> unknown = new ArrayList<>();
        if (found.since().isAfter(from)) {
            unknown.add("keys that node " + node + " had relayed before " + found.since() + ": its record begins then");
        }
        if (found.more()) {
            unknown.add("more keys that node " + node + " had relayed, after "
                    + found.ranges().getLast().at() + ": ask again from then on");
        }
        return new NamedKeys(
                found.ranges().stream().map(range -> new Told(node, range)).toList(), unknown);
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return Optional.ofNullable(cause.getMessage())
                .orElseGet(() -> cause.getClass().getSimpleName());
    }

    private static NamedKeys unknown(String what) {
        return new NamedKeys(List.of(), List.of(what));
    }

    private NamedKeys and(NamedKeys other) {
        List<Told> all = new ArrayList<>(told);
        all.addAll(other.told);
        List<String> allUnknown = new ArrayList<>(unknown);
        allUnknown.addAll(other.unknown);
        return new NamedKeys(all, allUnknown);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
