package org.qkdn.controller.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.KeyRelayPath;

/** A and B, joined directly by a link of 1000 bit/s and over X by links of 1000 bit/s. */
class PlacingTest {
    private static final NodeName A = new NodeName("A");
    private static final NodeName B = new NodeName("B");
    private static final NodeName X = new NodeName("X");
    private static final PhysLink DIRECT = link(1, A, B);
    private static final PhysLink FIRST = link(2, A, X);
    private static final PhysLink SECOND = link(3, X, B);

    private static final KeyMix XOR = new KeyMix(Combination.XOR, 2, Set.of());

    private static PhysLink link(int number, NodeName a, NodeName b) {
        return new PhysLink(
                new KeyAssociationLinkId(new UUID(0, number)),
                new ModuleId(a, number),
                new ModuleId(b, number),
                new Channel(34),
                Loss.NONE,
                LinkStatus.ACTIVE,
                Optional.empty(),
                new SecretKeyRate(1000),
                SecretKeyRate.ZERO,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static RelayNetwork network(Map<NodeName, String> unreachable, PhysLink... links) {
        Map<KeyAssociationLinkId, PhysLink> byId = new TreeMap<>();
        Arrays.stream(links).forEach(link -> byId.put(link.id(), link));
        return new RelayNetwork(new TreeMap<>(byId), Map.of(), Map.of(), List.of(), unreachable, Set.of());
    }

    private static Candidate candidate(String name, int priority, long rate, Optional<Placement> previous) {
        return candidate(name, priority, rate, previous, KeyMix.SINGLE);
    }

    private static Candidate candidate(String name, int priority, long rate, Optional<Placement> previous, KeyMix mix) {
        KeyService service = new KeyService(
                name,
                KeyService.Origin.OPERATOR,
                "a",
                "b",
                new SecretKeyRate(rate),
                Optional.empty(),
                priority,
                Optional.empty(),
                PathRules.of(2, Set.of()),
                mix);
        return new Candidate(
                service,
                new EndPoints.Known(new SaeId("a"), new SaeId("b"), A, B),
                previous,
                previous.isPresent(),
                Set.of(),
                List.of());
    }

    private static Optional<Placement> direct() {
        return Optional.of(new Placement(List.of(Share.over(new KeyRelayPath(List.of(A, B), List.of(DIRECT.id()))))));
    }

    private static Map<String, Placing.Result> place(RelayNetwork network, Candidate... candidates) {
        return Placing.of(network, List.of(candidates), List.of()).results();
    }

    private static List<NodeName> path(Placing.Result result) {
        return result.placement().orElseThrow().shares().getFirst().path().nodes();
    }

    @Test
    void anImportantNewcomerSparesTheOthersWhereItCan() {
        var results = place(
                network(Map.of(), DIRECT, FIRST, SECOND),
                candidate("new", 7, 500, Optional.empty()),
                candidate("old", 0, 500, direct()));
        assertEquals(List.of(A, B), path(results.get("old")));
        assertEquals(List.of(A, X, B), path(results.get("new")));
    }

    @Test
    void anImportantNewcomerTakesTheRateOfOthersWhereItMust() {
        var results = place(
                network(Map.of(), DIRECT),
                candidate("new", 7, 500, Optional.empty()),
                candidate("old", 0, 500, direct()));
        assertEquals(Optional.empty(), results.get("new").refusal());
        String reason = results.get("old").refusal().orElseThrow();
        assertTrue(reason.contains("A/1-B/1 is too narrow: 437 of 1000 bit/s are left, 563"), reason);
        assertEquals(direct(), results.get("old").placement(), "it stays programmed");
    }

    @Test
    void aNewcomerOfTheSamePriorityTakesNothing() {
        var results = place(
                network(Map.of(), DIRECT),
                candidate("a new one", 0, 500, Optional.empty()),
                candidate("old", 0, 500, direct()));
        assertEquals(Optional.empty(), results.get("old").refusal());
        assertTrue(results.get("a new one").refusal().isPresent());
    }

    @Test
    void severalPathsAreReservedAllOrNone() {
        RelayNetwork network = network(Map.of(), DIRECT, FIRST, SECOND);
        Placing.Outcome outcome = Placing.of(
                network,
                List.of(
                        candidate("a", 1, 500, Optional.empty(), XOR),
                        candidate("b", 0, 500, Optional.empty(), XOR),
                        candidate("c", 0, 300, Optional.empty(), XOR)),
                List.of());
        assertEquals(
                2, outcome.results().get("a").placement().orElseThrow().shares().size());
        assertTrue(outcome.results().get("b").refusal().isPresent());
        assertEquals(Optional.empty(), outcome.results().get("c").refusal());
        outcome.reserved().values().forEach(rate -> assertEquals(new SecretKeyRate(563 + 338), rate));
    }

    @Test
    void anImportantServiceOfTwoPathsTakesTheRateOfOthersOnBoth() {
        var results = place(
                network(Map.of(), DIRECT, FIRST, SECOND),
                candidate("new", 7, 500, Optional.empty(), XOR),
                candidate("old", 0, 500, direct()));
        assertEquals(Optional.empty(), results.get("new").refusal());
        assertTrue(results.get("old").refusal().isPresent());
    }

    @Test
    void newPathsAvoidNodesThatCannotBeToldOfThem() {
        var results = place(
                network(Map.of(X, "is not reachable: connection refused"), FIRST, SECOND),
                candidate("s", 0, 0, Optional.empty()));
        assertEquals(
                Optional.of("node X on the path is not reachable: connection refused"),
                results.get("s").refusal());
    }

    @Test
    void saysThatNothingJoinsTheEnds() {
        var results = place(network(Map.of(), FIRST), candidate("s", 0, 0, Optional.empty()));
        assertEquals(
                Optional.of("no chain of key association links joins A and B: pair QKD modules between them"),
                results.get("s").refusal());
    }
}
