package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.forwarding.testing.MemoryLinkKeys;
import org.qkdn.forwarding.testing.PhysLinkStore;

/** A row of four nodes, links from end to end and between transit nodes. */
class FlowControlTest {
    private static final List<UUID> NODES = List.of(new UUID(0, 10), new UUID(0, 11), new UUID(0, 12), new UUID(0, 13));
    private static final UUID APP = new UUID(0, 99);
    private static final int LINKS = 4;

    private final MemoryNetwork network = new MemoryNetwork();
    private final List<PhysLinkStore> stores = new ArrayList<>();

    private void build(int bytesEach, RateLimits limits) {
        NODES.forEach(node -> network.addNode(node, limits));
        for (int i = 0; i + 1 < NODES.size(); i++) {
            stores.add(network.share(phys(i), NODES.get(i), NODES.get(i + 1), bytesEach));
        }
        for (int i = 0; i < NODES.size(); i++) {
            int at = i;
            var routes = new ArrayList<Route>();
            for (int link = 0; link < LINKS; link++) {
                routes.add(new Route(
                        link(link),
                        NODES.getFirst(),
                        NODES.getLast(),
                        at > 0 ? Optional.of(new Route.Hop(NODES.get(at - 1), phys(at - 1))) : Optional.empty(),
                        at < 3 ? Optional.of(new Route.Hop(NODES.get(at + 1), phys(at))) : Optional.empty()));
            }
            network.nodes.get(NODES.get(i)).configure(RouteTable.of(routes));
        }
        for (int i = 0; i + 1 < NODES.size(); i++) {
            network.connect(NODES.get(i), NODES.get(i + 1));
        }
        network.deliver();
    }

    @Test
    void sourceSpendsNoPadWhileTheWayOnwardIsBroken() {
        build(1 << 20, RateLimits.NONE);
        network.disconnect(NODES.get(2), NODES.get(3));
        network.deliver();
        var outcomes = new ArrayList<RelayOutcome>();
        relay(NODES.getFirst(), 0, new byte[512], outcomes);
        network.deliver();
        assertEquals(List.of(new RelayOutcome.Failed(FailureReason.NEIGHBOUR_DOWN, NODES.get(2))), outcomes);
        assertEquals(0, stores.getFirst().allotted(NODES.getFirst()));
        network.connect(NODES.get(2), NODES.get(3));
        network.deliver();
        relay(NODES.getFirst(), 0, new byte[512], outcomes);
        network.deliver();
        assertEquals(new RelayOutcome.Delivered(), outcomes.getLast());
    }

    @Test
    void laneWhoseTransitNodeLacksPadsIsClosedAndOpensOnceThereAreSome() {
        build(4096, RateLimits.NONE);
        var outcomes = new ArrayList<RelayOutcome>();
        stores.get(1).allot(NODES.get(1), 4096 - 100);
        relay(NODES.getFirst(), 0, new byte[512], outcomes);
        network.deliver();
        assertEquals(new RelayOutcome.Failed(FailureReason.PAD_EXHAUSTED, NODES.get(1)), outcomes.getLast());
        int spent = stores.getFirst().allotted(NODES.getFirst());
        for (int i = 0; i < 10; i++) {
            relay(NODES.getFirst(), 0, new byte[512], outcomes);
            network.deliver();
            assertEquals(new RelayOutcome.Failed(FailureReason.PAD_EXHAUSTED, NODES.get(1)), outcomes.getLast());
        }
        assertEquals(spent, stores.getFirst().allotted(NODES.getFirst()));
        stores.get(1).refill(1 << 16);
        network.pass(Duration.ofSeconds(1));
        relay(NODES.getFirst(), 0, new byte[512], outcomes);
        network.deliver();
        assertEquals(new RelayOutcome.Delivered(), outcomes.getLast());
    }

    @Test
    void rateOfLocalPolicyIsKept() {
        build(1 << 20, new RateLimits(40_960, 0)); // ten blocks a second
        var outcomes = new ArrayList<RelayOutcome>();
        for (int i = 0; i < 100; i++) {
            relay(NODES.getFirst(), 0, new byte[512], outcomes);
        }
        network.pass(Duration.ofSeconds(5));
        assertTrue(outcomes.size() >= 40 && outcomes.size() <= 55, "in 5 s: " + outcomes.size());
    }

    @Test
    void linkThatFloodsLeavesTheOthersTheirShare() {
        build(1 << 22, RateLimits.NONE);
        network.wireRoom = 256;
        var flood = new ArrayList<RelayOutcome>();
        var calm = new ArrayList<RelayOutcome>();
        for (int i = 0; i < 120; i++) {
            relay(NODES.getFirst(), 0, new byte[64 * 512], flood);
        }
        for (int i = 0; i < 20; i++) {
            relay(NODES.getFirst(), 1, new byte[512], calm);
        }
        while (calm.size() < 20 && network.deliverOne()) {
            // until the calm link has all
        }
        assertEquals(20, calm.size());
        assertTrue(flood.size() < 40, "meanwhile the flood had " + flood.size());
    }

    /** Losses of connections, empty stores and full wires at random; then rest: everything must move again. */
    @Test
    void creditNeverRunsDryWhateverIsLost() {
        for (long seed = 1; seed <= 30; seed++) {
            var test = new FlowControlTest();
            test.disturb(seed);
        }
    }

    private void disturb(long seed) {
        var random = new Random(seed);
        build(1 << 18, RateLimits.NONE);
        network.wireRoom = 64;
        var outcomes = new ArrayList<RelayOutcome>();
        Map<UUID, byte[]> sent = new HashMap<>();
        int asked = 0;
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    int at = random.nextInt(3);
                    network.disconnect(NODES.get(at), NODES.get(at + 1));
                }
                case 1, 2 -> {
                    int at = random.nextInt(3);
                    if (!network.isConnected(NODES.get(at), NODES.get(at + 1))) {
                        network.connect(NODES.get(at), NODES.get(at + 1));
                    }
                }
                case 3 -> network.pass(Duration.ofMillis(100));
                case 4 -> stores.get(random.nextInt(3)).refill(random.nextInt(1 << 17));
                default -> {
                    var key = new byte[512 * (1 + random.nextInt(20))];
                    random.nextBytes(key);
                    var source = random.nextBoolean() ? NODES.getFirst() : NODES.getLast();
                    sent.put(relay(source, random.nextInt(LINKS), key.clone(), outcomes), key);
                    asked++;
                }
            }
            for (int i = random.nextInt(40); i > 0; i--) {
                network.deliverOne();
            }
        }
        for (int at = 0; at < 3; at++) {
            if (!network.isConnected(NODES.get(at), NODES.get(at + 1))) {
                network.connect(NODES.get(at), NODES.get(at + 1));
            }
            stores.get(at).refill(1 << 20);
        }
        network.deliver();
        network.pass(Duration.ofSeconds(12));
        assertEquals(asked, outcomes.size(), "each relay ends once, seed " + seed);
        for (int link = 0; link < LINKS; link++) {
            for (var source : List.of(NODES.getFirst(), NODES.getLast())) {
                outcomes.clear();
                relay(source, link, new byte[Ciphertext.MAX_LENGTH], outcomes);
                network.pass(Duration.ofSeconds(2));
                assertEquals(List.of(new RelayOutcome.Delivered()), outcomes, "seed " + seed + ", link " + link);
            }
        }
        for (var end : List.of(NODES.getFirst(), NODES.getLast())) {
            sent.forEach((id, key) -> network.keys
                    .get(end)
                    .stored(id)
                    .ifPresent(stored -> assertEquals(MemoryLinkKeys.bytes(key), stored.key(), "seed " + seed)));
        }
        assertEquals(List.of(), network.misbehaviour, "seed " + seed);
    }

    private UUID relay(UUID source, int link, byte[] key, List<RelayOutcome> outcomes) {
        var blockId = UUID.randomUUID();
        network.nodes
                .get(source)
                .relay(
                        new RelayNode.Request(link(link), APP, blockId, link),
                        KeyBytes.owning(key),
                        Duration.ofDays(1),
                        outcomes::add);
        return blockId;
    }

    private static UUID phys(int i) {
        return new UUID(1, i);
    }

    private static UUID link(int i) {
        return new UUID(2, i);
    }
}
