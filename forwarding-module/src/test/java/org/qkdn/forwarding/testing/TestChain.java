package org.qkdn.forwarding.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.qkdn.node.v1.ForwardingReport;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.Hop;
import org.qkdn.node.v1.RelayBlock;
import org.qkdn.node.v1.RelayLink;
import org.qkdn.node.v1.WatchForwarding;

/** Four nodes in a row, A - X - Y - B, with one VIRT link from A to B and the PHYS link of A and X in their tables. */
public final class TestChain implements AutoCloseable {
    public static final UUID LINK = id(0x111);
    public static final UUID AX = id(0xa1);
    public static final UUID XY = id(0x12);
    public static final UUID YB = id(0xb2);

    public final TestAuthority authority;
    public final TestNode a;
    public final TestNode x;
    public final TestNode y;
    public final TestNode b;
    public final List<PhysLinkStore> stores;

    public TestChain(Path directory) throws IOException {
        authority = new TestAuthority(directory.resolve("pki"));
        a = new TestNode(id(0xa), "A", authority, directory);
        x = new TestNode(id(0x1), "X", authority, directory);
        y = new TestNode(id(0x2), "Y", authority, directory);
        b = new TestNode(id(0xb), "B", authority, directory);
        stores = List.of(connect(AX, a, x), connect(XY, x, y), connect(YB, y, b));
        for (var node : nodes()) {
            node.start();
        }
        configure(a, virt().setNext(hop(x, AX)), phys().setNext(hop(x, AX)));
        configure(x, virt().setPrevious(hop(a, AX)).setNext(hop(y, XY)), phys().setPrevious(hop(a, AX)));
        configure(y, virt().setPrevious(hop(x, XY)).setNext(hop(b, YB)));
        configure(b, virt().setPrevious(hop(y, YB)));
        awaitConnected();
    }

    public List<TestNode> nodes() {
        return List.of(a, x, y, b);
    }

    public void awaitConnected() {
        for (var node : nodes()) {
            await("neighbours of " + node.name, () -> report(node).getNeighboursList().stream()
                    .allMatch(neighbour -> neighbour.getConnected()));
        }
    }

    public static ForwardingReport report(TestNode node) {
        var control = node.control();
        try {
            return control.withWaitForReady()
                    .watch(WatchForwarding.getDefaultInstance())
                    .next();
        } finally {
            ((io.grpc.ManagedChannel) control.getChannel()).shutdownNow();
        }
    }

    public static RelayBlock block(UUID link, UUID blockId, byte[] key) {
        return RelayBlock.newBuilder()
                .setLinkId(link.toString())
                .setAppId(id(0x222).toString())
                .setBlockId(blockId.toString())
                .setKey(ByteString.copyFrom(key))
                .build();
    }

    public static Hop hop(TestNode node, UUID physLink) {
        return Hop.newBuilder()
                .setNodeId(node.id.toString())
                .setPhysLinkId(physLink.toString())
                .build();
    }

    public static void configure(TestNode node, RelayLink.Builder... links) {
        var table = ForwardingTable.newBuilder();
        for (var link : links) {
            table.addLinks(link);
        }
        var unused = node.control().configure(table.build());
    }

    public RelayLink.Builder virt() {
        return link(LINK, a, b);
    }

    public RelayLink.Builder phys() {
        return link(AX, a, x);
    }

    public static RelayLink.Builder link(UUID linkId, TestNode first, TestNode last) {
        return RelayLink.newBuilder()
                .setLinkId(linkId.toString())
                .setFirstNodeId(first.id.toString())
                .setLastNodeId(last.id.toString());
    }

    /** Waits until the condition holds, at most 20 s. */
    public static void await(String what, BooleanSupplier condition) {
        var deadline = Instant.now().plus(Duration.ofSeconds(20));
        var holds = condition.getAsBoolean();
        while (!holds && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            holds = condition.getAsBoolean();
        }
        assertTrue(holds, what);
    }

    @Override
    public void close() {
        nodes().forEach(TestNode::close);
    }

    private static UUID id(int number) {
        return new UUID(0x4000, 0x8000_0000_0000_0000L | number);
    }

    private static PhysLinkStore connect(UUID linkId, TestNode one, TestNode other) {
        var store = new PhysLinkStore(linkId, one.id, other.id, 1 << 22, linkId.hashCode());
        one.keys.share(linkId, store);
        other.keys.share(linkId, store);
        one.knows(other);
        other.knows(one);
        return store;
    }
}
