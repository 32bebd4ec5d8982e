package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.pairing.PhysLink;

/**
 * What services should leave, though it works, as soon as they have another way: nodes that relay for them, and links. One
 * notice may be given of several links, which are then left together.
 */
public record Leave(Map<NodeName, Notice> nodes, Map<KeyAssociationLinkId, Notice> links) {
    public static final Leave NOTHING = new Leave(Map.of(), Map.of());

    public Leave {
        nodes = Map.copyOf(nodes);
        links = Map.copyOf(links);
    }

    /** How much a node or link is to be left, and the reason as a sentence: "node QUINTO is in maintenance". */
    public record Notice(Kind kind, String reason) {}

    /** What becomes of services that find no other way. */
    public enum Kind {
        /** They use it, new ones as well. */
        DISCOURAGED,
        /** Those that use it stay; nothing new comes. */
        SHUNNED
    }

    /** Both; where both speak of the same node or link, the stricter. */
    public Leave and(Leave other) {
        return new Leave(stricter(nodes, other.nodes), stricter(links, other.links));
    }

    private static <K> Map<K, Notice> stricter(Map<K, Notice> some, Map<K, Notice> others) {
        Map<K, Notice> both = new HashMap<>(some);
        others.forEach((key, notice) ->
                both.merge(key, notice, (mine, yours) -> yours.kind().compareTo(mine.kind()) > 0 ? yours : mine));
        return both;
    }

    boolean isEmpty() {
        return nodes.isEmpty() && links.isEmpty();
    }

    /** All notices, or only those that nothing new may ignore. */
    Set<Notice> notices(Kind atLeast) {
        return Stream.concat(nodes.values().stream(), links.values().stream())
                .filter(notice -> notice.kind().compareTo(atLeast) >= 0)
                .collect(Collectors.toSet());
    }

    /** What speaks against a link on a path between two nodes. These two themselves cannot be left. */
    Stream<Notice> against(PhysLink link, EndPoints.Known ends) {
        return isEmpty()
                ? Stream.empty()
                : Stream.concat(
                        Optional.ofNullable(links.get(link.id())).stream(),
                        Stream.of(link.transmitter().node(), link.receiver().node())
                                .filter(node -> !node.equals(ends.sourceNode()) && !node.equals(ends.destinationNode()))
                                .flatMap(node -> Optional.ofNullable(nodes.get(node)).stream()));
    }

    /** What a new service should keep away from, the best first: from everything; from all that is shunned. */
    List<Set<Notice>> waysIn() {
        return Stream.of(notices(Kind.DISCOURAGED), notices(Kind.SHUNNED))
                .distinct()
                .toList();
    }

    /**
     * What a service that crosses these notices should keep away from, the best first: from everything; from all that is
     * shunned; from one that is shunned, where it cannot be rid of all, and from what it does not cross so far.
     */
    List<Set<Notice>> waysOut(Collection<Notice> crossed) {
        Set<Notice> shunned = notices(Kind.SHUNNED);
        Stream<Set<Notice>> oneByOne = crossed.stream()
                .filter(shunned::contains)
                .map(one -> {
                    Set<Notice> kept = new HashSet<>(shunned);
                    kept.removeAll(crossed);
                    kept.add(one);
                    return kept;
                });
        return Stream.concat(
                        crossed.stream().anyMatch(shunned::contains)
                                ? Stream.of(notices(Kind.DISCOURAGED), shunned)
                                : Stream.of(notices(Kind.DISCOURAGED)),
                        oneByOne)
                .distinct()
                .toList();
    }
}
