package org.qkdn.controller.core.exposure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.NodeName;

/**
 * Over which paths keys could travel, and when. It says more rather than less: a path counts from the moment it is decided on
 * until nodes say that it is no more, and one that was in use when the controller ended goes on being so until then.
 */
public final class PathHistory {
    private final Map<UsedPath, Instant> open = new LinkedHashMap<>();
    private final List<Crossing> ended = new ArrayList<>();
    private Instant since;

    /** {@code since} is when the record begins; of what was before it says nothing. */
    public PathHistory(Instant since) {
        this.since = since;
    }

    /** What is to be remembered of this state, and is not yet: {@link #add} it once it is safe. */
    public List<PathChange> changes(NetworkState state, Instant now) {
        PathsInUse inUse = new PathsInUse(state);
        Set<UsedPath> decided = inUse.decided();
        List<PathChange> changes = new ArrayList<>();
        decided.stream()
                .filter(path -> !open.containsKey(path))
                .forEach(path -> changes.add(new PathChange.Began(path, now)));
        open.keySet().stream()
                .filter(path -> !decided.contains(path) && inUse.isGone(path))
                .forEach(path -> changes.add(new PathChange.Ended(path, now)));
        return changes;
    }

    public void add(PathChange change) {
        switch (change) {
            case PathChange.Began began -> open.putIfAbsent(began.path(), began.at());
            case PathChange.Ended over ->
                Optional.ofNullable(open.remove(over.path()))
                        .ifPresent(from -> ended.add(new Crossing(over.path(), from, Optional.of(over.at()))));
        }
    }

    /** Takes in what was remembered before. */
    public void add(Crossing crossing) {
        if (crossing.until().isPresent()) {
            ended.add(crossing);
        } else {
            open.putIfAbsent(crossing.path(), crossing.from());
        }
    }

    public Instant since() {
        return since;
    }

    /** All, those that ended first. */
    public List<Crossing> crossings() {
        return all().toList();
    }

    /** Those that touch the node and the time, both bounds included. */
    public List<Crossing> of(NodeName node, Instant begin, Instant end) {
        return all().filter(crossing -> crossing.path().nodes().contains(node) && crossing.overlaps(begin, end))
                .toList();
    }

    private Stream<Crossing> all() {
        return Stream.concat(
                ended.stream(),
                open.entrySet().stream().map(each -> new Crossing(each.getKey(), each.getValue(), Optional.empty())));
    }

    /** Forgets what ended longer ago than that, and of the rest what ended first, down to so many. */
    public void forget(Instant now, Duration retention, int most) {
        Instant bound = now.minus(retention);
        int before = ended.size();
        ended.removeIf(crossing -> crossing.until().orElseThrow().isBefore(bound));
        if (ended.size() < before && since.isBefore(bound)) {
            since = bound;
        }
        if (ended.size() > most) {
            List<Crossing> oldest = ended.subList(0, ended.size() - most);
            since = oldest.getLast().until().orElseThrow();
            oldest.clear();
        }
    }
}
