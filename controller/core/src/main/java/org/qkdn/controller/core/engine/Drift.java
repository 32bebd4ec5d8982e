package org.qkdn.controller.core.engine;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.program.Adoption;
import org.qkdn.controller.core.program.Conformity;
import org.qkdn.controller.core.program.Deviation;

/**
 * Edits made behind the controller's back. They are told apart from work that is still under way by what a node reported
 * before: it held just what it should, it was told nothing since, and now it does not. What was wanted in between may have been
 * done for a moment, also where the same is wanted again.
 */
final class Drift {
    private final NetworkState before;
    private final Draft draft;

    Drift(NetworkState before, Draft draft) {
        this.before = before;
        this.draft = draft;
    }

    /** Notes what was done since the node's last report, and lets it stay where that is the policy. */
    void notice(NodeReport report) {
        NodeReport last = before.reports().get(report.node());
        DesiredNode desired = before.desired().get(report.node());
        if (last != null
                && desired != null
                && !before.toldSinceReport().contains(report.node())
                && new Conformity(last).isExactly(desired)) {
            note(report, desired, new Conformity(report).deviations(desired));
        }
    }

    /**
     * What each node is to hold: what is wished for it, but for what others did and what stays. Of a node that is heard for
     * the first time since the start only what is certainly not this controller's own earlier work counts as that.
     */
    SortedMap<NodeName, DesiredNode> settle(SortedMap<NodeName, DesiredNode> wished) {
        SortedMap<NodeName, DesiredNode> desired = new TreeMap<>(wished);
        draft.adopted.keySet().retainAll(draft.inventory.policy().adopting());
        wished.forEach((node, wish) -> {
            NodeReport report = draft.reports.get(node);
            boolean first =
                    !before.desired().containsKey(node) || !before.reports().containsKey(node);
            if (first && report != null) {
                note(
                        report,
                        wish,
                        new Conformity(report)
                                .deviations(wish).stream()
                                        .filter(Deviation::isForeign)
                                        .toList());
            }
            Optional.ofNullable(draft.adopted.get(node)).ifPresent(adopted -> {
                Adoption adoption = adopted.still(wish);
                draft.adopted.put(node, adoption);
                desired.put(node, adoption.over(wish));
            });
        });
        draft.adopted.values().removeIf(Adoption.NONE::equals);
        return desired;
    }

    private void note(NodeReport report, DesiredNode desired, List<Deviation> found) {
        if (found.isEmpty()) {
            return;
        }
        NodeName node = report.node();
        boolean stay = draft.inventory.policy().adopting().contains(node);
        draft.foreignEdits.put(
                node, draft.foreignEdits.getOrDefault(node, ForeignEdits.NONE).and(found, stay));
        if (stay) {
            draft.adopted.put(
                    node, draft.adopted.getOrDefault(node, Adoption.NONE).with(found, desired, report));
        }
    }
}
