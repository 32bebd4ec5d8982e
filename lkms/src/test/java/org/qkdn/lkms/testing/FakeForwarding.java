package org.qkdn.lkms.testing;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.qkdn.node.v1.BlockRelayed;
import org.qkdn.node.v1.KeyRelayGrpc;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.RelayBlock;
import org.qkdn.node.v1.RelayedBlock;
import org.qkdn.node.v1.SupplyAnnouncement;
import org.qkdn.node.v1.SupplyConfirmation;

/** The forwarding modules of a node and its only neighbour in one: what is relayed here arrives at the other LKMS. */
public final class FakeForwarding extends KeyRelayGrpc.KeyRelayImplBase implements AutoCloseable {
    private final String nodeId;
    private final Server server;
    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicBoolean loseAnswers = new AtomicBoolean();
    private final AtomicInteger relayed = new AtomicInteger();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Set<String> spoilt = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mostBlocks = new AtomicInteger(128);
    private final AtomicInteger largestBatch = new AtomicInteger();
    private volatile ManagedChannel neighbour;

    public FakeForwarding(TestPki pki, String node, String nodeId) throws Exception {
        this.nodeId = nodeId;
        this.server = pki.identity("fm-" + node)
                .grpcServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(this)
                .build()
                .start();
    }

    public int port() {
        return server.getPort();
    }

    /** The other node's LKMS, reached as its own forwarding module would. */
    public void connect(TestPki pki, String otherNode, int lkmsPort) throws Exception {
        var old = neighbour;
        neighbour = pki.identity("fm-" + otherNode).grpcChannel("127.0.0.1", lkmsPort, "lkms-" + otherNode);
        if (old != null) {
            old.shutdownNow();
        }
    }

    /** As if the fibre were cut. */
    public void cut(boolean now) {
        cut.set(now);
    }

    /** As if a node on this link's path only were down. */
    public void cut(String linkId) {
        dead.add(linkId);
    }

    /** Blocks arrive, but the acknowledgement is lost. */
    public void loseAnswers(boolean now) {
        loseAnswers.set(now);
    }

    /** As if a node on the link's path altered each block that it relays. */
    public void spoil(String linkId, boolean now) {
        if (now) {
            spoilt.add(linkId);
        } else {
            spoilt.remove(linkId);
        }
    }

    private ByteString content(RelayBlock request) {
        if (!spoilt.contains(request.getLinkId())) {
            return request.getKey();
        }
        var bytes = request.getKey().toByteArray();
        for (int at = 170; at < bytes.length; at += 512) {
            bytes[at] ^= 0x10;
        }
        return ByteString.copyFrom(bytes);
    }

    /** As a forwarding module that refuses larger batches. */
    public void refuseMoreThan(int blocks) {
        mostBlocks.set(blocks);
    }

    /** Blocks of the largest batch that arrived. */
    public int largestBatch() {
        return largestBatch.get();
    }

    public int relayed() {
        return relayed.get();
    }

    @Override
    public void relay(RelayBlock request, StreamObserver<BlockRelayed> answer) {
        if (refused(answer, request.getLinkId())) {
            return;
        }
        int blocks = request.getKey().size() / 512;
        if (blocks > mostBlocks.get()) {
            answer.onError(Status.INVALID_ARGUMENT
                    .withDescription("a block has 512 bytes")
                    .asRuntimeException());
            return;
        }
        try {
            var stored = LinkKeysGrpc.newBlockingStub(neighbour)
                    .store(RelayedBlock.newBuilder()
                            .setAppId(request.getAppId())
                            .setBlockId(request.getBlockId())
                            .setSourceNodeId(nodeId)
                            .setLinkId(request.getLinkId())
                            .setKey(content(request))
                            .build());
            relayed.incrementAndGet();
            largestBatch.accumulateAndGet(blocks, Math::max);
            if (loseAnswers.get() || !stored.isInitialized()) {
                answer.onError(Status.DEADLINE_EXCEEDED
                        .withDescription("no acknowledgement")
                        .asRuntimeException());
                return;
            }
            answer.onNext(BlockRelayed.getDefaultInstance());
            answer.onCompleted();
        } catch (StatusRuntimeException e) {
            answer.onError(e);
        }
    }

    @Override
    public void announce(SupplyAnnouncement request, StreamObserver<SupplyConfirmation> answer) {
        if (refused(answer, request.getLinkId())) {
            return;
        }
        try {
            answer.onNext(LinkKeysGrpc.newBlockingStub(neighbour).announced(request));
            answer.onCompleted();
        } catch (StatusRuntimeException e) {
            answer.onError(e);
        }
    }

    private boolean refused(StreamObserver<?> answer, String linkId) {
        if (cut.get() || dead.contains(linkId) || neighbour == null) {
            answer.onError(
                    Status.UNAVAILABLE.withDescription("the neighbour is down").asRuntimeException());
            return true;
        }
        return false;
    }

    @Override
    public void close() {
        server.shutdownNow();
        if (neighbour != null) {
            neighbour.shutdownNow();
        }
    }
}
