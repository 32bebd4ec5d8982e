package org.qkdn.controller.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.DomainPolicy;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.RelayRules;

/** Against all simple paths of small random networks. */
class RelayPathSearchTest {
    private static final int NETWORKS = 4000;

    @Test
    void findsTheVeryPathsThatEnumerationPutsFirst() {
        int found = 0;
        for (long seed = 0; seed < NETWORKS; seed++) {
            Random random = new Random(seed);
            RandomNetwork network = RandomNetwork.of(random, 9, 2.5);
            int count = 1 + random.nextInt(7);
            List<KeyRelayPath> expected = network.walks().stream()
                    .filter(walk -> network.crossesAll(List.of(walk)))
                    .limit(count)
                    .map(RandomNetwork.Walk::path)
                    .toList();
            String what = "seed " + seed + ", " + network.demand();
            RelayPathSearch search = new RelayPathSearch(network.graph());
            assertEquals(expected, search.alternatives(network.demand(), count), what);
            assertEquals(expected.stream().findFirst(), search.find(network.demand()), what);
            found += expected.size();
        }
        assertTrue(found > NETWORKS, "too few paths were compared: " + found);
    }

    @Test
    void theOrderOfNodesAndLinksDoesNotMatter() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            RandomNetwork network = RandomNetwork.of(random, 9, 2.5);
            List<RelayNode> nodes = new ArrayList<>(network.nodes());
            List<RelayLink> links = new ArrayList<>(network.links());
            Collections.shuffle(nodes, random);
            Collections.shuffle(links, random);
            assertEquals(
                    new RelayPathSearch(network.graph()).find(network.demand()),
                    new RelayPathSearch(RelayGraph.of(nodes, links)).find(network.demand()),
                    "seed " + seed);
        }
    }

    @Test
    void ratesThatAreLeftCanBeChangedWithoutAnotherGraph() {
        for (long seed = 0; seed < 200; seed++) {
            RandomNetwork network = RandomNetwork.of(new Random(seed), 9, 2.5);
            RelayGraph changed = network.graph().withResidual(id -> id.value().getLeastSignificantBits() % 5);
            List<RelayLink> links = network.links().stream()
                    .map(link -> new RelayLink(
                            link.id(),
                            link.a(),
                            link.b(),
                            link.capacity(),
                            link.id().value().getLeastSignificantBits() % 5,
                            link.qberPpm(),
                            link.storedBits(),
                            link.models(),
                            link.risks()))
                    .toList();
            assertEquals(
                    new RelayPathSearch(RelayGraph.of(network.nodes(), links)).find(network.demand()),
                    new RelayPathSearch(changed).find(network.demand()),
                    "seed " + seed);
        }
    }

    @Test
    void nobodyIsFoundInANetworkThatDoesNotKnowTheEnds() {
        RelayDemand demand = new RelayDemand(new NodeName("A"), new NodeName("B"), 0, PathRules.of(9, Set.of()));
        RelayGraph empty = RelayGraph.of(List.of(), List.of());
        assertEquals(Optional.empty(), new RelayPathSearch(empty).find(demand));
        assertEquals(List.of(), new RelayPathSearch(empty).alternatives(demand, 3));
    }

    @Test
    void onlySoManyNodesCanBeCrossed() {
        Set<NodeName> many =
                IntStream.range(0, 9).mapToObj(node -> new NodeName("N" + node)).collect(Collectors.toSet());
        var refused =
                assertThrows(IllegalArgumentException.class, () -> new RelayRules(Set.of(), many, DomainPolicy.ANY, 0));
        assertEquals("9 nodes are to be crossed, at most 8 can be: name fewer", refused.getMessage());
    }
}
