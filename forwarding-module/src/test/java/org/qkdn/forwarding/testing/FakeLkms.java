package org.qkdn.forwarding.testing;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.KeyAnswer;
import org.qkdn.forwarding.relay.KeyBytes;
import org.qkdn.forwarding.relay.Lease;
import org.qkdn.forwarding.relay.LeaseRequest;
import org.qkdn.forwarding.relay.LinkKeys;
import org.qkdn.forwarding.relay.PadSlice;
import org.qkdn.forwarding.relay.SupplyNotice;
import org.qkdn.node.tls.CallerPolicy;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.AllotPad;
import org.qkdn.node.v1.BlockStored;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.Pad;
import org.qkdn.node.v1.PadRange;
import org.qkdn.node.v1.RelayedBlock;
import org.qkdn.node.v1.SupplyAnnouncement;
import org.qkdn.node.v1.SupplyConfirmation;

/** An LKMS with the real interface and keys in memory, which can be made to hang. */
public final class FakeLkms extends LinkKeysGrpc.LinkKeysImplBase implements AutoCloseable {
    private static final int MANY = 1 << 20;

    private final MemoryLinkKeys keys;
    private final Server server;
    private final AtomicInteger allots = new AtomicInteger();
    private final AtomicInteger takesAsked = new AtomicInteger();
    private final Semaphore takes = new Semaphore(MANY);

    public FakeLkms(TlsIdentity identity, int port, String nodeName, MemoryLinkKeys keys) throws IOException {
        this.keys = keys;
        this.server = identity.grpcServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .intercept(new CallerPolicy(Map.of(LinkKeysGrpc.SERVICE_NAME, Set.of("fm-" + nodeName))))
                .addService(this)
                .build()
                .start();
    }

    /** Calls of Allot so far. */
    public int allots() {
        return allots.get();
    }

    /** Calls of Take so far, those included that wait. */
    public int takesAsked() {
        return takesAsked.get();
    }

    /** From now on a call of Take waits. */
    public void hangTakes() {
        takes.acquireUninterruptibly(MANY);
    }

    public void releaseTakes() {
        takes.release(MANY);
    }

    @Override
    public void allot(AllotPad request, StreamObserver<Pad> answer) {
        var asked = new LeaseRequest(
                UUID.fromString(request.getLinkId()),
                request.getLengthBytes(),
                request.getLeastBytes() == 0 ? request.getLengthBytes() : request.getLeastBytes(),
                LeaseRequest.Purpose.BLOCK,
                request.getPriority());
        allots.incrementAndGet();
        switch (keys.lease(asked)) {
            case KeyAnswer.Given<Lease>(Lease pad) -> {
                var range = PadRange.newBuilder()
                        .setLinkId(request.getLinkId())
                        .setBlockId(pad.slice().blockId().toString())
                        .setOffset(pad.slice().offset())
                        .setLengthBytes(pad.slice().length())
                        .build();
                give(
                        answer,
                        pad(range, pad.key()).toBuilder()
                                .setLeftBytes(pad.left())
                                .build());
            }
            case KeyAnswer.Withheld<Lease> none -> answer.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
        }
    }

    @Override
    public void take(PadRange request, StreamObserver<Pad> answer) {
        takesAsked.incrementAndGet();
        takes.acquireUninterruptibly();
        takes.release();
        var slice = new PadSlice(
                UUID.fromString(request.getLinkId()),
                UUID.fromString(request.getBlockId()),
                request.getOffset(),
                request.getLengthBytes());
        switch (keys.take(slice)) {
            case KeyAnswer.Given<KeyBytes>(KeyBytes key) -> give(answer, pad(request, key));
            case KeyAnswer.Withheld<KeyBytes> none -> answer.onError(Status.NOT_FOUND.asRuntimeException());
        }
    }

    @Override
    public void store(RelayedBlock request, StreamObserver<BlockStored> answer) {
        var refused = keys.store(
                new LinkKeys.Arrived(
                        UUID.fromString(request.getLinkId()),
                        UUID.fromString(request.getAppId()),
                        UUID.fromString(request.getBlockId()),
                        UUID.fromString(request.getSourceNodeId())),
                KeyBytes.owning(request.getKey().toByteArray()));
        conclude(answer, BlockStored.getDefaultInstance(), refused);
    }

    @Override
    public void announced(SupplyAnnouncement request, StreamObserver<SupplyConfirmation> answer) {
        var notice = new SupplyNotice(
                UUID.fromString(request.getLinkId()),
                UUID.fromString(request.getBlockId()),
                request.getKeySizeBits(),
                request.getKeyIdsList());
        conclude(answer, SupplyConfirmation.getDefaultInstance(), keys.announced(notice));
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static <T> void conclude(StreamObserver<T> answer, T success, Optional<FailureReason> refused) {
        if (refused.isPresent()) {
            answer.onError(Status.FAILED_PRECONDITION.asRuntimeException());
        } else {
            give(answer, success);
        }
    }

    private static <T> void give(StreamObserver<T> answer, T value) {
        answer.onNext(value);
        answer.onCompleted();
    }

    private static Pad pad(PadRange range, KeyBytes key) {
        return Pad.newBuilder()
                .setRange(range)
                .setKey(ByteString.copyFrom(key.exposed()))
                .build();
    }
}
