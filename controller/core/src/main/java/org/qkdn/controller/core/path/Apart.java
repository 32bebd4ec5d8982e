package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SharedRisk;

/**
 * What no two paths of a set may have in common, beside links.
 *
 * @param relays whether they may have no relay node in common
 * @param risks what of their links' risks must differ. Sites of the ends do not count, for no path can keep off them
 */
public record Apart(boolean relays, Set<SharedRisk.Kind> risks) {
    public static final Apart IN_NODES = new Apart(true, Set.of());
    /** Only links. */
    static final Apart IN_LINKS = new Apart(false, Set.of());

    public Apart {
        risks = Set.copyOf(risks);
    }

    /** The risks that matter of each link of a graph, as numbers from 0 on. */
    int[][] of(RelayGraph graph, RelayDemand demand) {
        Map<SharedRisk, Integer> numbers = new HashMap<>();
        int[][] ofLinks = new int[graph.links()][];
        for (int link = 0; link < ofLinks.length; link++) {
            List<Integer> own = new ArrayList<>();
            for (SharedRisk risk : graph.link(link).risks()) {
                if (matters(risk, demand.from(), demand.to())) {
                    own.add(numbers.computeIfAbsent(risk, unknown -> numbers.size()));
                }
            }
            ofLinks[link] = own.stream().mapToInt(Integer::intValue).toArray();
        }
        return ofLinks;
    }

    /** Whether no two paths between these nodes may have it in common. */
    public boolean matters(SharedRisk risk, NodeName from, NodeName to) {
        boolean atEnd = risk.kind() == SharedRisk.Kind.SITE
                && (risk.name().equals(from.value()) || risk.name().equals(to.value()));
        return risks.contains(risk.kind()) && !atEnd;
    }

    /** Whether it holds between these, which have no relay node in common where they must not. */
    static boolean holds(Iterable<Way> ways, int[][] risks) {
        Set<Integer> taken = new HashSet<>();
        for (Way way : ways) {
            Set<Integer> own = new HashSet<>();
            for (int link : way.links) {
                for (int risk : risks[link]) {
                    own.add(risk);
                }
            }
            if (own.stream().anyMatch(taken::contains)) {
                return false;
            }
            taken.addAll(own);
        }
        return true;
    }
}
