package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qkdn.forwarding.testing.MemoryLinkKeys;
import org.qkdn.forwarding.testing.PhysLinkStore;

class RelayNodeTest {
    private static final UUID A = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID X = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID Y = UUID.fromString("00000000-0000-4000-8000-000000000002");
    private static final UUID B = UUID.fromString("00000000-0000-4000-8000-00000000000b");
    private static final UUID AX = UUID.fromString("00000000-0000-4000-8000-0000000000a1");
    private static final UUID XY = UUID.fromString("00000000-0000-4000-8000-000000000012");
    private static final UUID YB = UUID.fromString("00000000-0000-4000-8000-0000000000b2");
    private static final UUID LINK = UUID.fromString("00000000-0000-4000-8000-000000000111");
    private static final UUID APP = UUID.fromString("00000000-0000-4000-8000-000000000222");

    private final MemoryNetwork network = new MemoryNetwork();
    private final Random random = new Random(6);
    private final List<RelayOutcome> outcomes = new ArrayList<>();
    private PhysLinkStore storeAx;
    private PhysLinkStore storeXy;
    private PhysLinkStore storeYb;

    @BeforeEach
    void buildChain() {
        Stream.of(A, X, Y, B).forEach(network::addNode);
        storeAx = network.share(AX, A, X, 1 << 18);
        storeXy = network.share(XY, X, Y, 1 << 18);
        storeYb = network.share(YB, Y, B, 1 << 18);
        route(A, Optional.empty(), hop(X, AX));
        route(X, hop(A, AX), hop(Y, XY));
        route(Y, hop(X, XY), hop(B, YB));
        route(B, hop(Y, YB), Optional.empty());
        network.connect(A, X);
        network.connect(X, Y);
        network.connect(Y, B);
        network.deliver();
    }

    @Test
    void blockArrivesIdenticalInEitherDirection() {
        var there = block();
        var back = block();
        var thereId = relay(A, there);
        var backId = relay(B, back);
        network.deliver();
        assertEquals(List.of(new RelayOutcome.Delivered(), new RelayOutcome.Delivered()), outcomes);
        assertEquals(
                new MemoryLinkKeys.Stored(LINK, APP, A, MemoryLinkKeys.bytes(there)),
                network.keys.get(B).stored(thereId).orElseThrow());
        assertEquals(
                new MemoryLinkKeys.Stored(LINK, APP, B, MemoryLinkKeys.bytes(back)),
                network.keys.get(A).stored(backId).orElseThrow());
        assertEquals(1, network.nodes.get(X).counts().of(LINK).relayed() - 1);
    }

    @Test
    void eachHopCostsTheBlockAndTwoTagKeysAndNoPadServesTwice() {
        for (int i = 0; i < 50; i++) {
            relay(A, block());
        }
        network.deliver();
        for (var store : List.of(storeAx, storeXy, storeYb)) {
            assertEquals(0, store.secondTakes());
        }
        assertEquals(50 * 544, used(Message.Relay.class, X));
        assertEquals(50 * 32, used(Message.Acknowledgement.class, Y));
        var bytes = new HashSet<String>();
        for (var wired : network.sent(Message.Tagged.class)) {
            for (var part : ((Message.Tagged) wired.message()).header().pad().parts()) {
                for (int i = 0; i < part.length(); i++) {
                    assertTrue(bytes.add(part.blockId() + "@" + (part.leaseOffset() + part.from() + i)));
                }
            }
        }
        assertEquals(50 * 3 * (544 + 32), bytes.size());
    }

    @Test
    void linkOfOneHopNeedsNoTransit() {
        network.nodes.get(A).configure(RouteTable.of(List.of(new Route(AX, A, X, Optional.empty(), hop(X, AX)))));
        network.nodes.get(X).configure(RouteTable.of(List.of(new Route(AX, A, X, hop(A, AX), Optional.empty()))));
        for (var end : List.of(A, X)) {
            network.nodes
                    .get(end)
                    .relay(request(AX, UUID.randomUUID()), KeyBytes.owning(block()), Duration.ofDays(1), outcomes::add);
        }
        network.deliver();
        assertEquals(List.of(new RelayOutcome.Delivered(), new RelayOutcome.Delivered()), outcomes);
    }

    @Test
    void forgedBlockIsRefusedItsPadBurntAndTheSourceToldToBurn() {
        network.wire = wired -> Optional.of(
                wired.message() instanceof Message.Relay relay && wired.to().equals(Y)
                        ? new Message.Relay(
                                relay.header(),
                                relay.timeLeftMillis() + 1,
                                relay.priority(),
                                relay.ciphertext(),
                                relay.tag())
                        : wired.message());
        relay(A, block());
        network.deliver();
        assertEquals(List.of(new RelayOutcome.Failed(FailureReason.FORGED, Y)), outcomes);
        assertEquals(544, storeXy.taken(X));
        assertEquals(0, network.keys.get(B).storedBlocks());
    }

    @Test
    void repeatedMessageIsRefusedAndStoredOnce() {
        relay(A, block());
        network.deliver();
        network.sent(Message.Relay.class).forEach(network::hand);
        network.deliver();
        assertEquals(1, network.keys.get(B).storedBlocks());
        assertEquals(3, network.sent(Message.Voided.class).size());
        assertEquals(List.of(new RelayOutcome.Delivered()), outcomes);
    }

    @Test
    void sameRelayUnderAFreshPadIsRefused() {
        relay(A, block());
        network.deliver();
        var first = (Message.Relay) network.sent(Message.Relay.class).getFirst().message();
        var pad = storeAx.allot(A, 544).orElseThrow();
        var header = first.header();
        var again = new HopHeader(header.relayId(), LINK, Direction.FORWARD, 1, A, X, APP, header.blockId(), name(pad));
        network.hand(
                new MemoryNetwork.Wired(A, X, Protection.seal(again, 9_000, 0, KeyBytes.owning(block()), pad.key())));
        var answer =
                (Message.Refusal) network.sent(Message.Refusal.class).getFirst().message();
        assertEquals(FailureReason.REPLAYED, answer.reason());
    }

    @Test
    void reflectedMessageIsRefused() {
        network.wire = wired -> wired.to().equals(X) ? Optional.empty() : Optional.of(wired.message());
        relay(A, block());
        network.deliver();
        var own = network.sent(Message.Relay.class).getFirst();
        network.hand(new MemoryNetwork.Wired(X, A, own.message()));
        assertEquals(refused(FailureReason.WRONG_NEIGHBOUR), lastVoid());
        assertEquals(List.of(), outcomes);
    }

    @Test
    void messageThatContradictsTheTableIsRefusedWithItsReason() {
        network.connect(B, X);
        assertEquals(refused(FailureReason.LINK_UNKNOWN), answerTo(A, X, UUID.randomUUID(), Direction.FORWARD, 1, AX));
        assertEquals(refused(FailureReason.WRONG_DIRECTION), answerTo(A, X, LINK, Direction.BACKWARD, 1, AX));
        assertEquals(refused(FailureReason.WRONG_NEIGHBOUR), answerTo(B, X, LINK, Direction.FORWARD, 1, AX));
        assertEquals(refused(FailureReason.WRONG_NEIGHBOUR), answerTo(A, X, LINK, Direction.FORWARD, 1, XY));
        assertEquals(refused(FailureReason.WRONG_HOP), answerTo(A, X, LINK, Direction.FORWARD, 2, AX));
        assertEquals(refused(FailureReason.WRONG_HOP), answerTo(X, Y, LINK, Direction.FORWARD, 1, XY));
        assertEquals(refused(FailureReason.WRONG_HOP), answerTo(X, Y, LINK, Direction.FORWARD, 64, XY));
        assertEquals(refused(FailureReason.WRONG_DIRECTION), answerTo(X, A, LINK, Direction.FORWARD, 1, AX));
    }

    @Test
    void forgedAcknowledgementDoesNotDeliver() {
        network.wire = wired -> {
            if (wired.message() instanceof Message.Refusal refusal) {
                return Optional.of(new Message.Acknowledgement(refusal.header(), refusal.tag()));
            }
            return Optional.of(wired.message());
        };
        network.keys.get(B).refuseBlocks();
        relay(A, block());
        network.deliver();
        assertEquals(List.of(), outcomes);
        network.pass(MemoryNetwork.TIMEOUT);
        assertTrue(outcomes.getFirst() instanceof RelayOutcome.Failed);
    }

    @Test
    void refusalOfTheDestinationReachesTheSourceUnderTags() {
        network.keys.get(B).refuseBlocks();
        relay(A, block());
        network.deliver();
        assertEquals(List.of(new RelayOutcome.Failed(FailureReason.STORE_REFUSED, B)), outcomes);
        assertEquals(3, network.sent(Message.Refusal.class).size());
    }

    @Test
    void nodeNearestToASilentOneNamesTheTimeout() {
        network.wire = wired -> wired.to().equals(B) ? Optional.empty() : Optional.of(wired.message());
        relay(A, block());
        network.pass(MemoryNetwork.TIMEOUT);
        assertEquals(List.of(new RelayOutcome.Failed(FailureReason.TIMEOUT, Y)), outcomes);
    }

    @Test
    void lateAcknowledgementComesToNothing() {
        var held = new ArrayList<MemoryNetwork.Wired>();
        network.wire = wired -> {
            if (wired.message() instanceof Message.Acknowledgement && wired.to().equals(A)) {
                held.add(wired);
                return Optional.empty();
            }
            return Optional.of(wired.message());
        };
        relay(A, block());
        network.pass(MemoryNetwork.TIMEOUT);
        network.wire = wired -> Optional.of(wired.message());
        held.forEach(network::hand);
        assertEquals(List.of(new RelayOutcome.Failed(FailureReason.TIMEOUT, A)), outcomes);
        assertEquals(Tag.KEY_LENGTH, storeAx.taken(X));
    }

    @Test
    void lostNeighbourEndsWhatWaitsForIt() {
        network.wire = wired -> wired.to().equals(B) ? Optional.empty() : Optional.of(wired.message());
        relay(A, block());
        network.deliver();
        network.lose(B);
        assertEquals(List.of(new RelayOutcome.Failed(FailureReason.NEIGHBOUR_DOWN, Y)), outcomes);
        relay(A, block());
        network.deliver();
        assertEquals(new RelayOutcome.Failed(FailureReason.NEIGHBOUR_DOWN, Y), outcomes.getLast());
    }

    @Test
    void exhaustedPadsAreNamedWhereTheyLack() {
        while (storeYb.allot(Y, 544).isPresent()) {
            // until it is empty
        }
        relay(A, block());
        network.deliver();
        assertEquals(List.of(new RelayOutcome.Failed(FailureReason.PAD_EXHAUSTED, Y)), outcomes);
    }

    @Test
    void deliveredBlockThatCannotBeAcknowledgedIsBurntAtTheSource() {
        while (storeYb.allot(B, 32).isPresent()) {
            // until it is empty
        }
        relay(A, block());
        network.deliver();
        assertEquals(List.of(new RelayOutcome.Failed(FailureReason.PAD_EXHAUSTED, B)), outcomes);
        assertEquals(0, network.sent(Message.Acknowledgement.class).size());
    }

    @Test
    void relaysBeyondWhatMayWaitAreRefusedAtOnce() {
        network.wire = wired -> Optional.empty();
        for (int i = 0; i < 1 + Outbound.MAX_WAITING; i++) {
            relay(A, new byte[Ciphertext.MAX_LENGTH]);
        }
        assertEquals(List.of(), outcomes);
        relay(A, new byte[Ciphertext.MAX_LENGTH]);
        assertEquals(List.of(new RelayOutcome.Failed(FailureReason.BUSY, A)), outcomes);
    }

    @Test
    void announcementReachesTheOtherKeyManagementOnlyOverItsOwnLink() {
        var answers = new ArrayList<Optional<FailureReason>>();
        var notice = new SupplyNotice(AX, UUID.randomUUID(), 256, List.of("k1", "k2"));
        network.nodes.get(A).announce(notice, answers::add);
        network.nodes.get(A).announce(new SupplyNotice(XY, UUID.randomUUID(), 256, List.of()), answers::add);
        network.deliver();
        assertEquals(List.of(notice), network.keys.get(X).notices());
        assertEquals(List.of(Optional.of(FailureReason.LINK_UNKNOWN), Optional.empty()), answers);
        network.hand(new MemoryNetwork.Wired(
                A, X, new Message.Announcement(UUID.randomUUID(), XY, UUID.randomUUID(), 256, List.of("k"))));
        assertEquals(1, network.keys.get(X).notices().size());
    }

    /** Key bytes that messages of the node of that type named. */
    private int used(Class<? extends Message.Tagged> type, UUID from) {
        return network.sent(type).stream()
                .filter(wired -> wired.from().equals(from))
                .mapToInt(wired ->
                        (int) ((Message.Tagged) wired.message()).header().pad().length())
                .sum();
    }

    private record Refused(FailureReason reason) {}

    private static Refused refused(FailureReason reason) {
        return new Refused(reason);
    }

    private Refused lastVoid() {
        var last = (Message.Voided) network.sent(Message.Voided.class).getLast().message();
        return new Refused(last.reason());
    }

    /** What becomes of a message that is well formed and rightly tagged, but not what the table expects. */
    private Refused answerTo(UUID from, UUID to, UUID link, Direction direction, int hop, UUID padLink) {
        var store = padLink.equals(AX) ? storeAx : storeXy;
        var owner = padLink.equals(AX) ? (to.equals(A) ? X : A) : X;
        var pad = store.allot(owner, 544).orElseThrow();
        var header =
                new HopHeader(UUID.randomUUID(), link, direction, hop, from, to, APP, UUID.randomUUID(), name(pad));
        var relay = Protection.seal(header, 9_000, 0, KeyBytes.owning(block()), pad.key());
        network.hand(new MemoryNetwork.Wired(from, to, relay));
        return lastVoid();
    }

    /** The lease whole, as the pad of one message. */
    private static PadName name(Lease lease) {
        var slice = lease.slice();
        return new PadName(
                slice.linkId(),
                List.of(new PadName.Part(slice.blockId(), slice.offset(), slice.length(), 0, slice.length())));
    }

    private UUID relay(UUID source, byte[] block) {
        var blockId = UUID.randomUUID();
        network.nodes
                .get(source)
                .relay(request(LINK, blockId), KeyBytes.owning(block.clone()), Duration.ofDays(1), outcomes::add);
        return blockId;
    }

    private static RelayNode.Request request(UUID link, UUID blockId) {
        return new RelayNode.Request(link, APP, blockId, 0);
    }

    private void route(UUID node, Optional<Route.Hop> previous, Optional<Route.Hop> next) {
        network.nodes.get(node).configure(RouteTable.of(List.of(new Route(LINK, A, B, previous, next))));
    }

    private static Optional<Route.Hop> hop(UUID node, UUID physLink) {
        return Optional.of(new Route.Hop(node, physLink));
    }

    private byte[] block() {
        var bytes = new byte[Ciphertext.UNIT];
        random.nextBytes(bytes);
        return bytes;
    }
}
