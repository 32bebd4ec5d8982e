package org.qkdn.lkms.direct;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.lkms.supply.Modules;
import org.qkdn.lkms.supply.SupplyAnnouncer;
import org.qkdn.node.v1.DirectKeysGrpc;
import org.qkdn.node.v1.SupplyAnnouncement;

/**
 * Tells the neighbour's LKMS itself which keys of a slow link make a new block: while the link rests, the forwarding modules do
 * not know it. Of other links the forwarding modules tell.
 */
public final class DirectAnnouncer implements SupplyAnnouncer {
    private static final long DEADLINE_SECONDS = 10;

    private final CurrentAssignment assignment;
    private final Modules modules;
    private final PeerNodes peers;
    private final SupplyAnnouncer others;

    public DirectAnnouncer(CurrentAssignment assignment, Modules modules, PeerNodes peers, SupplyAnnouncer others) {
        this.assignment = assignment;
        this.modules = modules;
        this.peers = peers;
        this.others = others;
    }

    @Override
    public Outcome announce(SupplyAnnouncement announcement) {
        return assignment
                .get()
                .link(announcement.getLinkId())
                .filter(modules::isSlow)
                .flatMap(link -> peers.channel(link.getRemoteNodeId()))
                .map(peer -> announce(announcement, peer))
                .orElseGet(() -> others.announce(announcement));
    }

    private static Outcome announce(SupplyAnnouncement announcement, Channel peer) {
        try {
            var ignored = DirectKeysGrpc.newBlockingStub(peer)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .announce(announcement);
            return new Outcome.Confirmed();
        } catch (StatusRuntimeException e) {
            return new Outcome.Failed(
                    "the neighbour did not confirm new keys: " + e.getMessage(),
                    e.getStatus().getCode() == Status.Code.UNAVAILABLE);
        }
    }
}
