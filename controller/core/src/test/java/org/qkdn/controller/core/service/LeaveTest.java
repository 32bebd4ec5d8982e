package org.qkdn.controller.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
import org.qkdn.controller.core.service.Leave.Kind;
import org.qkdn.controller.core.service.Leave.Notice;

/** A and B, joined over X, over Y and over Z and W; every link makes 1000 bit/s. */
class LeaveTest {
    private static final NodeName A = new NodeName("A");
    private static final NodeName B = new NodeName("B");
    private static final NodeName X = new NodeName("X");
    private static final NodeName Y = new NodeName("Y");
    private static final NodeName Z = new NodeName("Z");
    private static final NodeName W = new NodeName("W");
    private static final PhysLink AX = link(1, A, X);
    private static final PhysLink XB = link(2, X, B);
    private static final PhysLink AY = link(3, A, Y);
    private static final PhysLink YB = link(4, Y, B);
    private static final PhysLink AZ = link(5, A, Z);
    private static final PhysLink ZW = link(6, Z, W);
    private static final PhysLink WB = link(7, W, B);
    private static final KeyMix TWO = new KeyMix(Combination.XOR, 2, Set.of());
    private static final Notice WORK = new Notice(Kind.SHUNNED, "node X is in maintenance");
    private static final Notice DRY = new Notice(Kind.DISCOURAGED, "the store of link AX runs dry");

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

    private static RelayNetwork network(Leave leave, PhysLink... links) {
        Map<KeyAssociationLinkId, PhysLink> byId = new TreeMap<>();
        Arrays.stream(links).forEach(link -> byId.put(link.id(), link));
        return new RelayNetwork(new TreeMap<>(byId), Map.of(), Map.of(), List.of(), Map.of(), Set.of()).with(leave);
    }

    private static Placement over(PhysLink... links) {
        return new Placement(List.of(share(links)));
    }

    private static Share share(PhysLink... links) {
        List<NodeName> nodes = new ArrayList<>(List.of(A));
        Arrays.stream(links).forEach(link -> nodes.add(link.opposite(nodes.getLast())));
        return Share.over(
                new KeyRelayPath(nodes, Arrays.stream(links).map(PhysLink::id).toList()));
    }

    private static Candidate candidate(
            String name, int priority, long rate, KeyMix mix, boolean held, Placement... previous) {
        KeyService service = new KeyService(
                name,
                KeyService.Origin.OPERATOR,
                "a",
                "b",
                new SecretKeyRate(rate),
                Optional.empty(),
                priority,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                mix);
        return new Candidate(
                service,
                new EndPoints.Known(new SaeId("a"), new SaeId("b"), A, B),
                Arrays.stream(previous).findFirst(),
                held,
                Set.of(),
                List.of());
    }

    private static Candidate atWork(String name, long rate, Placement placement) {
        return candidate(name, 0, rate, KeyMix.SINGLE, true, placement);
    }

    private static Candidate newcomer(String name, long rate) {
        return candidate(name, 0, rate, KeyMix.SINGLE, true);
    }

    private static Placing.Outcome place(RelayNetwork network, Candidate... candidates) {
        return Placing.of(network, List.of(candidates), List.of());
    }

    private static Placing.Result single(RelayNetwork network, Candidate candidate) {
        return place(network, candidate).results().get(candidate.service().name());
    }

    private static void assertOver(Placing.Result result, PhysLink... links) {
        assertEquals(Optional.empty(), result.refusal());
        assertEquals(Optional.of(over(links)), result.placement());
    }

    private static Leave node(NodeName node, Notice notice) {
        return new Leave(Map.of(node, notice), Map.of());
    }

    @Test
    void aNodeThatIsShunnedIsLeft() {
        Placing.Result result = single(network(node(X, WORK), AX, XB, AY, YB), atWork("s", 500, over(AX, XB)));
        assertOver(result, AY, YB);
        assertEquals(Optional.empty(), result.remark());
        assertEquals(
                Optional.of(new Moved(
                        "node X is in maintenance: 2 instead of 2 links, 1 instead of 1 relay nodes, 1126 instead of 1126 bit/s"
                                + " reserved in all",
                        0)),
                result.moved());
    }

    @Test
    void aLinkThatIsShunnedIsLeft() {
        Leave leave = new Leave(Map.of(), Map.of(XB.id(), WORK));
        assertOver(single(network(leave, AX, XB, AY, YB), atWork("s", 500, over(AX, XB))), AY, YB);
    }

    @Test
    void whatIsNotToBeLeftStays() {
        assertOver(single(network(node(Y, WORK), AX, XB, AY, YB), atWork("s", 500, over(AX, XB))), AX, XB);
    }

    @Test
    void whoFindsNoOtherPathStaysAndSaysWhy() {
        Placing.Result result = place(
                        network(node(X, WORK), AX, XB, AY, YB),
                        atWork("s", 500, over(AX, XB)),
                        atWork("t", 500, over(AY, YB)))
                .results()
                .get("s");
        assertOver(result, AX, XB);
        assertEquals(
                Optional.of(
                        "node X is in maintenance; no other path: link A/3-Y/3 is too narrow: 437 of 1000 bit/s are"
                                + " left, 563 bit/s are needed with the relay's overhead; the largest min-rate that fits is 388 bit/s"),
                result.remark());
    }

    @Test
    void nothingNewComesToWhatIsShunned() {
        Placing.Result refused = single(network(node(X, WORK), AX, XB), newcomer("s", 500));
        String reason = refused.refusal().orElseThrow();
        assertTrue(reason.startsWith("node X is in maintenance; around it: no chain of key association"), reason);
    }

    @Test
    void nothingNewComesToWhatIsDiscouragedWhereThereIsAnotherPathHoweverLong() {
        assertOver(single(network(node(X, DRY), AX, XB, AZ, ZW, WB), newcomer("s", 500)), AZ, ZW, WB);
        assertOver(single(network(node(X, DRY), AX, XB), newcomer("s", 500)), AX, XB);
    }

    @Test
    void whatIsDiscouragedIsBetterThanWhatIsShunned() {
        Leave leave = node(X, DRY).and(node(Y, new Notice(Kind.SHUNNED, "node Y is in maintenance")));
        RelayNetwork network = network(leave, AX, XB, AY, YB);
        assertOver(single(network, newcomer("s", 500)), AX, XB);
        assertOver(single(network, atWork("s", 500, over(AY, YB))), AX, XB);
        Placing.Result stays = single(network, atWork("s", 500, over(AX, XB)));
        assertOver(stays, AX, XB);
        assertTrue(stays.remark().orElseThrow().startsWith(DRY.reason()), stays.toString());
    }

    @Test
    void nobodyIsPushedOutByOneThatLeaves() {
        Placing.Outcome outcome = place(
                network(node(X, WORK), AX, XB, AY, YB),
                candidate("s", 7, 500, KeyMix.SINGLE, true, over(AX, XB)),
                atWork("t", 500, over(AY, YB)));
        assertOver(outcome.results().get("s"), AX, XB);
        assertOver(outcome.results().get("t"), AY, YB);
    }

    @Test
    void whatIsLeftKeepsItsRateUntilTheNewPathIsComplete() {
        Placing.Outcome outcome =
                place(network(node(X, WORK), AX, XB, AY, YB), atWork("s", 500, over(AX, XB)), newcomer("t", 500));
        assertOver(outcome.results().get("s"), AY, YB);
        assertTrue(outcome.results().get("t").refusal().isPresent());
        outcome.reserved().values().forEach(rate -> assertEquals(new SecretKeyRate(563), rate));
    }

    @Test
    void aLinkOfBothPathsIsReservedOnce() {
        PhysLink second = link(8, X, B);
        Leave leave = new Leave(Map.of(), Map.of(XB.id(), WORK));
        Placing.Outcome outcome = place(network(leave, AX, XB, second), atWork("s", 800, over(AX, XB)));
        assertOver(outcome.results().get("s"), AX, second);
        assertEquals(new SecretKeyRate(900), outcome.reserved().get(AX.id()));
    }

    @Test
    void theEndsOfAServiceCannotBeLeft() {
        assertOver(single(network(node(A, WORK), AX, XB, AY, YB), atWork("s", 500, over(AX, XB))), AX, XB);
    }

    @Test
    void ofTwoThingsToLeaveOneIsLeftWhereBothCannotBe() {
        PhysLink xw = link(9, X, W);
        Notice other = new Notice(Kind.SHUNNED, "node W is in maintenance");
        Leave leave = node(X, WORK).and(node(W, other));
        Placing.Result result = single(network(leave, AX, xw, WB, AZ, ZW), atWork("s", 500, over(AX, xw, WB)));
        assertOver(result, AZ, ZW, WB);
        Placing.Result stays = single(network(leave, AX, xw, WB, AZ, ZW), atWork("s", 500, over(AZ, ZW, WB)));
        assertOver(stays, AZ, ZW, WB);
        assertTrue(
                stays.remark().orElseThrow().startsWith("node W is in maintenance; no other path: "), stays.toString());
    }

    @Test
    void ofTwoPathsOnlyTheOneConcernedMoves() {
        Placement both = new Placement(List.of(share(AX, XB), share(AY, YB)));
        Placing.Result result =
                single(network(node(X, WORK), AX, XB, AY, YB, AZ, ZW, WB), candidate("s", 0, 500, TWO, true, both));
        assertEquals(Optional.of(new Placement(List.of(share(AY, YB), share(AZ, ZW, WB)))), result.placement());
    }

    @Test
    void whoWasDownComesBackToTheSamePathOnlyWhereThereIsNoOther() {
        assertOver(
                single(
                        network(node(X, WORK), AX, XB, AY, YB),
                        candidate("s", 0, 500, KeyMix.SINGLE, false, over(AX, XB))),
                AY,
                YB);
        assertOver(
                single(network(node(X, WORK), AX, XB), candidate("s", 0, 500, KeyMix.SINGLE, false, over(AX, XB))),
                AX,
                XB);
    }
}
