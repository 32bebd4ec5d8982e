package org.qkdn.lkms.combine;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.qkdn.lkms.app.BlockFiller;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.peer.PeerCaller;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.BlockReconciliationGrpc;
import org.qkdn.node.v1.GivenUpBlocks;
import org.qkdn.node.v1.HeldBlocks;

/** Tells the other end which of the blocks it holds this end gave up. */
public final class ReconciliationService extends BlockReconciliationGrpc.BlockReconciliationImplBase {
    static final int MOST_BLOCKS = 1000;

    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final BlockFiller filler;

    public ReconciliationService(KeyDatabase database, CurrentAssignment assignment, BlockFiller filler) {
        this.database = database;
        this.assignment = assignment;
        this.filler = filler;
    }

    @Override
    public void reconcile(HeldBlocks request, StreamObserver<GivenUpBlocks> answer) {
        var shared = assignment.get().application(request.getAppId()).filter(application -> application
                .getRemoteNodeId()
                .equals(PeerCaller.nodeId()));
        try {
            if (shared.isEmpty() || request.getBlockIdsCount() > MOST_BLOCKS) {
                throw new IllegalArgumentException("not an application of this caller, or too many blocks");
            }
            var ids = request.getBlockIdsList().stream().map(UUID::fromString).toList();
            answer.onNext(judge(StoreId.application(request.getAppId()), ids));
            answer.onCompleted();
        } catch (IllegalArgumentException e) {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (CompletionException e) {
            answer.onError(Status.INTERNAL
                    .withDescription("the key database fails: " + e.getMessage())
                    .asRuntimeException());
        }
    }

    private GivenUpBlocks judge(StoreId store, List<UUID> ids) {
        // in this order: what is no longer on its way by now is stored by now, or never
        var pending = ids.stream().filter(filler::isUnderWay).toList();
        var unknown = database.call(blocks -> {
            var missing = new ArrayList<UUID>();
            for (var id : ids) {
                if (!blocks.has(store, id)) {
                    missing.add(id);
                }
            }
            return missing;
        });
        var answer = GivenUpBlocks.newBuilder();
        unknown.stream().filter(id -> !pending.contains(id)).forEach(id -> answer.addBlockIds(id.toString()));
        pending.forEach(id -> answer.addPendingBlockIds(id.toString()));
        return answer.build();
    }
}
