package org.qkdn.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.forwarding.testing.MemoryLinkKeys;
import org.qkdn.forwarding.testing.TestChain;
import org.qkdn.forwarding.testing.TestNode;
import org.qkdn.node.v1.ForwardingControlGrpc;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.KeyRelayGrpc;
import org.qkdn.node.v1.RelayCount;
import org.qkdn.node.v1.SupplyAnnouncement;

class ForwardingModuleTest {
    private static final int BLOCKS = 200;

    private final Random random = new Random(7);

    @TempDir
    Path directory;

    private TestChain chain;

    @BeforeEach
    void startChain() throws Exception {
        chain = new TestChain(directory);
    }

    @AfterEach
    void stopChain() {
        chain.close();
    }

    @Test
    void blocksCrossBothWaysAtOnceAndNoPadIsUsedTwice() throws Exception {
        Map<UUID, byte[]> atB = new ConcurrentHashMap<>();
        Map<UUID, byte[]> atA = new ConcurrentHashMap<>();
        var fromA = chain.a.relay();
        var fromB = chain.b.relay();
        try (var callers = Executors.newFixedThreadPool(16)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < BLOCKS; i++) {
                calls.add(callers.submit(() -> relayNew(fromA, atB)));
                calls.add(callers.submit(() -> relayNew(fromB, atA)));
            }
            for (var call : calls) {
                var unused = call.get(30, TimeUnit.SECONDS);
            }
        }
        assertStored(atB, chain.b, chain.a);
        assertStored(atA, chain.a, chain.b);
        for (var store : chain.stores) {
            assertEquals(0, store.secondTakes());
        }
        var xy = chain.stores.get(1);
        for (var sender : List.of(chain.x, chain.y)) {
            int used = BLOCKS * (544 + 32);
            assertTrue(xy.taken(sender.id) >= used);
            assertTrue(xy.taken(sender.id) <= xy.allotted(sender.id));
            assertTrue(xy.allotted(sender.id) < 2 * used, "leased " + xy.allotted(sender.id) + " for " + used);
            assertTrue(
                    sender.lkms().allots() < BLOCKS, "calls: " + sender.lkms().allots());
        }
        assertEquals(2 * BLOCKS, count(chain.x, TestChain.LINK).getRelayedBlocks());
        assertEquals(0, count(chain.x, TestChain.LINK).getFailedBlocks());
    }

    @Test
    void deadTransitNodeIsNamedAndTheRelayGoesOnOnceItIsBackWithItsKeptTable() throws Exception {
        relay(chain.a, TestChain.LINK);
        chain.y.stop();
        TestChain.await("relay fails", () -> {
            var failure = assertThrows(StatusRuntimeException.class, () -> relay(chain.a, TestChain.LINK));
            return failure.getStatus().getCode() == Status.Code.UNAVAILABLE
                    && failure.getStatus().getDescription().equals("the next node is not connected, at X");
        });
        var failed = count(chain.a, TestChain.LINK);
        assertTrue(failed.getFailedBlocks() >= 1);
        assertEquals("the next node is not connected, at X", failed.getLastFailure());
        chain.y.start();
        chain.awaitConnected();
        relay(chain.a, TestChain.LINK);
        relay(chain.b, TestChain.LINK);
    }

    @Test
    void everyNodeRelaysAfterARestartWithoutAnAgent() throws Exception {
        for (var node : chain.nodes()) {
            node.stop();
        }
        for (var node : chain.nodes()) {
            node.start();
        }
        chain.awaitConnected();
        relay(chain.a, TestChain.LINK);
    }

    @Test
    void hangingKeyManagementOfOneNodeHoldsUpNoOther() throws Exception {
        chain.y.lkms().hangTakes();
        var stuck = KeyRelayGrpc.newFutureStub(chain.a.channel("lkms-A"));
        List<Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            waiting.add(stuck.relay(TestChain.block(TestChain.LINK, UUID.randomUUID(), new byte[65_536])));
        }
        TestChain.await("refusals", () -> waiting.stream().anyMatch(Future::isDone));
        var busy = waiting.stream().filter(Future::isDone).findFirst().orElseThrow();
        var refused = assertThrows(java.util.concurrent.ExecutionException.class, busy::get);
        assertEquals(
                Status.Code.RESOURCE_EXHAUSTED, Status.fromThrowable(refused).getCode());
        relay(chain.a, TestChain.AX);
        chain.y.lkms().releaseTakes();
    }

    @Test
    void announcementsReachTheNeighbour() {
        var announcement = SupplyAnnouncement.newBuilder()
                .setLinkId(TestChain.AX.toString())
                .setBlockId(UUID.randomUUID().toString())
                .addKeyIds("k1")
                .setKeySizeBits(256)
                .build();
        var unused = chain.x.relay().announce(announcement);
        assertEquals(List.of("k1"), chain.a.keys.notices().getFirst().keyIds());
        var unknown =
                announcement.toBuilder().setLinkId(TestChain.YB.toString()).build();
        assertEquals(Status.Code.NOT_FOUND, code(() -> chain.x.relay().announce(unknown)));
    }

    @Test
    void callersMayUseTheirOwnServiceOnly() {
        var table = ForwardingTable.getDefaultInstance();
        var block = TestChain.block(TestChain.LINK, UUID.randomUUID(), newBlock());
        for (var caller : List.of("lkms-A", "agent-X", "fm-A", "operator")) {
            var control = ForwardingControlGrpc.newBlockingStub(chain.a.channel(caller));
            assertEquals(Status.Code.PERMISSION_DENIED, code(() -> control.configure(table)), caller);
        }
        for (var caller : List.of("agent-A", "lkms-X", "sae-quinto")) {
            var relay = KeyRelayGrpc.newBlockingStub(chain.a.channel(caller));
            assertEquals(Status.Code.PERMISSION_DENIED, code(() -> relay.relay(block)), caller);
        }
    }

    @Test
    void wrongLinkIsNotUsedAndTheOthersAre() {
        var wrong =
                TestChain.link(UUID.randomUUID(), chain.a, chain.b).setPrevious(TestChain.hop(chain.x, TestChain.AX));
        TestChain.configure(chain.a, chain.phys().setNext(TestChain.hop(chain.x, TestChain.AX)), wrong);
        relay(chain.a, TestChain.AX);
        var wrongId = UUID.fromString(wrong.getLinkId());
        assertEquals(Status.Code.FAILED_PRECONDITION, code(() -> relay(chain.a, wrongId)));
        assertEquals(
                "the previous hop must be absent at the link's first node and present elsewhere",
                count(chain.a, wrongId).getLastFailure());
    }

    @Test
    void unreadableTableIsRefusedAndTheOldOneStands() {
        var unreadable = chain.virt().setLinkId("1");
        assertEquals(Status.Code.INVALID_ARGUMENT, code(() -> TestChain.configure(chain.a, unreadable)));
        assertEquals(
                Status.Code.INVALID_ARGUMENT, code(() -> TestChain.configure(chain.a, chain.phys(), chain.phys())));
        relay(chain.a, TestChain.LINK);
    }

    @Test
    void linkOverANeighbourThatLocalPolicyDoesNotNameIsNotUsed() {
        TestChain.configure(chain.a, chain.virt().setNext(TestChain.hop(chain.y, TestChain.AX)));
        assertEquals(Status.Code.FAILED_PRECONDITION, code(() -> relay(chain.a, TestChain.LINK)));
        assertEquals(
                "local policy does not allow the neighbour",
                count(chain.a, TestChain.LINK).getLastFailure());
    }

    @Test
    void keyWhoseSharesLeaveByTooFewNeighboursIsRefusedAndAudited() throws Exception {
        chain.a.stop();
        chain.a.obeys(new LocalPolicy(0, 0, 2));
        chain.a.start();
        chain.awaitConnected();
        var refused = assertThrows(StatusRuntimeException.class, () -> relay(chain.a, TestChain.LINK));
        assertEquals(Status.Code.FAILED_PRECONDITION, refused.getStatus().getCode());
        assertEquals(
                "local policy demands 2 disjoint paths, the shares leave by 1",
                refused.getStatus().getDescription());
        var both = TestChain.block(TestChain.LINK, UUID.randomUUID(), newBlock()).toBuilder()
                .addShareLinkIds(TestChain.LINK.toString())
                .addShareLinkIds(TestChain.AX.toString())
                .build();
        assertEquals(Status.Code.FAILED_PRECONDITION, code(() -> chain.a.relay().relay(both)));
        TestChain.await("audit", () -> audit(chain.a).contains("\"event\":\"relay-refused\""));
        assertTrue(audit(chain.a).contains("\"event\":\"configure\""));
        assertTrue(audit(chain.a).contains("\"event\":\"neighbour-connected\""));
    }

    private static String audit(TestNode node) {
        try {
            return node.audit();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void manyBlocksCrossInOneMessage() {
        var blockId = UUID.randomUUID();
        var key = new byte[65_536];
        synchronized (random) {
            random.nextBytes(key);
        }
        var unused = chain.a.relay().relay(TestChain.block(TestChain.LINK, blockId, key));
        var stored = chain.b.keys.stored(blockId).orElseThrow();
        assertEquals(MemoryLinkKeys.bytes(key), stored.key());
        assertEquals(TestChain.LINK, stored.linkId());
        assertEquals(128, count(chain.x, TestChain.LINK).getRelayedBlocks());
    }

    @Test
    void wrongRequestsChangeNothing() {
        assertEquals(
                Status.Code.INVALID_ARGUMENT,
                code(() -> chain.a.relay().relay(TestChain.block(TestChain.LINK, UUID.randomUUID(), new byte[513]))));
        assertEquals(Status.Code.NOT_FOUND, code(() -> relay(chain.a, UUID.randomUUID())));
        assertEquals(Status.Code.FAILED_PRECONDITION, code(() -> relay(chain.x, TestChain.LINK)));
        assertEquals(0, chain.stores.getFirst().allotted(chain.a.id));
    }

    private void relay(TestNode source, UUID link) {
        var unused = source.relay().relay(TestChain.block(link, UUID.randomUUID(), newBlock()));
    }

    private void relayNew(KeyRelayGrpc.KeyRelayBlockingStub source, Map<UUID, byte[]> sent) {
        var blockId = UUID.randomUUID();
        var key = newBlock();
        sent.put(blockId, key);
        var unused = source.relay(TestChain.block(TestChain.LINK, blockId, key));
    }

    private static void assertStored(Map<UUID, byte[]> sent, TestNode destination, TestNode source) {
        assertEquals(BLOCKS, sent.size());
        sent.forEach((blockId, key) -> {
            var stored = destination.keys.stored(blockId).orElseThrow();
            assertEquals(MemoryLinkKeys.bytes(key), stored.key());
            assertEquals(source.id, stored.sourceNodeId());
        });
    }

    private static RelayCount count(TestNode node, UUID link) {
        return TestChain.report(node).getRelaysList().stream()
                .filter(relay -> relay.getLinkId().equals(link.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static Status.Code code(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(StatusRuntimeException.class, call).getStatus().getCode();
    }

    private byte[] newBlock() {
        var bytes = new byte[512];
        synchronized (random) {
            random.nextBytes(bytes);
        }
        return bytes;
    }
}
