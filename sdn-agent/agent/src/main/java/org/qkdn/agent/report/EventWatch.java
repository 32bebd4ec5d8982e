package org.qkdn.agent.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.node.v1.ApplicationRequest;

/** Finds in a row of conditions what is worth a notification. Confined to the agent's loop. */
public final class EventWatch {
    private static final Duration REPEAT_REQUEST = Duration.ofSeconds(30);
    private static final Duration BETWEEN_PERFORMANCE_UPDATES = Duration.ofSeconds(1);
    private static final long PERCENT_OF_CHANGE = 10;

    private record Told(Instant when, LinkCondition condition) {}

    private final Map<String, Told> performance = new HashMap<>();
    private Map<ApplicationRequest, Instant> requests = Map.of();
    private NodeConditions before = NodeConditions.none();

    public List<NodeEvent> observe(NodeConfiguration node, NodeSnapshot snapshot, NodeConditions after, Instant now) {
        var events = new ArrayList<NodeEvent>();
        requested(snapshot, now, events);
        after.interfaces()
                .forEach((id, condition) -> interfaceDown(id, condition).ifPresent(events::add));
        performance.keySet().retainAll(after.links().keySet());
        node.physLinks().forEach(link -> Optional.ofNullable(after.links().get(link.id()))
                .ifPresent(condition -> link(link, condition, now, events)));
        before = after;
        return events;
    }

    private void requested(NodeSnapshot snapshot, Instant now, List<NodeEvent> events) {
        // while the LKMS is away nobody can say whether a request still stands
        snapshot.keyStores().latest().ifPresent(report -> {
            var standing = new HashMap<ApplicationRequest, Instant>();
            for (var request : report.getRequestedList()) {
                var told = Optional.ofNullable(requests.get(request))
                        .filter(when -> now.isBefore(when.plus(REPEAT_REQUEST)));
                if (told.isEmpty() && !standing.containsKey(request)) {
                    events.add(new NodeEvent.ApplicationNew(request.getMasterSaeId(), request.getSlaveSaeId()));
                }
                standing.putIfAbsent(request, told.orElse(now));
            }
            requests = standing;
        });
    }

    private Optional<NodeEvent> interfaceDown(int id, InterfaceCondition condition) {
        var failedNow = condition.status() == InterfaceCondition.Status.FAILED;
        var workedBefore = Optional.ofNullable(before.interfaces().get(id))
                .filter(earlier -> earlier.status() != InterfaceCondition.Status.FAILED)
                .isPresent();
        return failedNow && workedBefore
                ? Optional.of(new NodeEvent.InterfaceDown(id, condition.reason().orElse("it failed")))
                : Optional.empty();
    }

    private void link(PhysLink link, LinkCondition condition, Instant now, List<NodeEvent> events) {
        var wasActive = Optional.ofNullable(before.links().get(link.id()))
                .filter(LinkCondition::isActive)
                .isPresent();
        if (wasActive && !condition.isActive()) {
            performance.remove(link.id());
            if (link.enabled()) {
                events.add(new NodeEvent.LinkDown(link.id(), condition.reason().orElse("no key is made")));
            }
        }
        if (condition.isActive() && isNews(link.id(), condition, now)) {
            performance.put(link.id(), new Told(now, condition));
            events.add(new NodeEvent.LinkPerformance(link.id(), condition));
        }
    }

    private boolean isNews(String linkId, LinkCondition condition, Instant now) {
        return Optional.ofNullable(performance.get(linkId))
                .map(told -> !now.isBefore(told.when.plus(BETWEEN_PERFORMANCE_UPDATES))
                        && (changed(told.condition.skr(), condition.skr())
                                || changed(
                                        told.condition.qberPpm().orElse(0),
                                        condition.qberPpm().orElse(0))))
                .orElse(true);
    }

    private static boolean changed(long told, long now) {
        return Math.abs(now - told) * 100 > told * PERCENT_OF_CHANGE;
    }
}
