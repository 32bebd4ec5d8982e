package org.qkdn.controller.core.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.program.Readback;

/**
 * Who is to be told what. A target is told what it should hold when that changes, and again when it reports otherwise;
 * never while it has no session, for it will report when it has one, and never what it already reports.
 */
final class Programming {
    private final NetworkState before;
    private final Draft draft;
    private final List<Event> events;
    private final Readback readback;

    Programming(NetworkState before, Draft draft, List<Event> events, Readback readback) {
        this.before = before;
        this.draft = draft;
        this.events = events;
        this.readback = readback;
    }

    /** Also drops the refusals that are settled. */
    List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        draft.desired.forEach((node, desired) -> {
            boolean changed = !desired.equals(before.desired().getOrDefault(node, DesiredNode.EMPTY));
            boolean conforms = readback.isAsDesired(node);
            if (draft.isReachable(node) && (conforms ? changed && isUnderWay(node) : changed || reports(node))) {
                commands.add(new Command.ProgramNode(node, desired));
                draft.toldSinceReport.add(node);
            }
            settle(node.value(), changed || conforms);
            if (conforms && !changed) {
                // what it took back just now is not what it accepts
                draft.refusals.computeIfPresent(node, (same, refusal) -> refusal.barred() ? refusal : null);
            }
        });
        draft.desiredSwitches.forEach((name, desired) -> {
            SortedMap<Integer, Integer> told = before.desiredSwitches().get(name);
            SortedMap<Integer, Integer> reported = draft.switches.getOrDefault(name, Collections.emptySortedMap());
            boolean changed = !desired.equals(told);
            boolean conforms = desired.equals(reported);
            boolean underWay = before.isReachable(name) && told != null && !told.equals(reported);
            if (draft.isReachable(name) && (conforms ? changed && underWay : changed || reports(name))) {
                commands.add(new Command.ProgramSwitch(name, desired));
            }
            settle(name, changed || conforms);
        });
        return commands;
    }

    /** A command that is still under way must be overtaken, even where the last report was as desired. */
    private boolean isUnderWay(NodeName node) {
        return before.isReachable(node)
                && before.desired().containsKey(node)
                && !readback.isExactly(node, before.desired().get(node));
    }

    private void settle(String target, boolean settled) {
        boolean failedNow = events.stream()
                .anyMatch(event -> event instanceof Event.ProgrammingFailed failed
                        && failed.target().equals(target));
        if (settled && !failedNow) {
            draft.programmingErrors.remove(target);
        }
    }

    private boolean reports(NodeName node) {
        return events.stream()
                .anyMatch(event -> event instanceof Event.NodeReported reported
                        && reported.report().node().equals(node));
    }

    private boolean reports(String name) {
        return events.stream()
                .anyMatch(event -> event instanceof Event.SwitchReported reported
                        && reported.name().equals(name));
    }
}
