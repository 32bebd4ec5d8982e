package org.qkdn.lkms;

import io.grpc.BindableService;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import org.qkdn.lkms.combine.CombinationService;
import org.qkdn.lkms.combine.KemKeys;
import org.qkdn.lkms.combine.ReconciliationService;
import org.qkdn.lkms.direct.DirectKeysService;
import org.qkdn.lkms.node.GrpcPart;
import org.qkdn.lkms.peer.PeerCaller;
import org.qkdn.lkms.share.KeySharingService;
import org.qkdn.node.tls.ReadableRequests;

/** What the LKMSs of other nodes ask of this one, each subject in a service of its own. */
final class PeerSide {
    private PeerSide() {}

    /** The port; 0 where other LKMSs are not served. */
    static int serve(Foundation base, LinkSide links, ApplicationSide applications, SaeSide saes, Parts parts)
            throws IOException {
        var peering = base.configuration().peering();
        if (peering.isEmpty()) {
            return 0;
        }
        var at = peering.get().address();
        var builder = base.identity()
                .grpcServer(at)
                .intercept(new PeerCaller(base.peers(), base::callRefused))
                .executor(parts.add(Executors.newVirtualThreadPerTaskExecutor()));
        services(base, links, applications, saes, parts)
                .forEach(service -> builder.addService(ReadableRequests.of(service)));
        return parts.add(new GrpcPart("peering", builder.build(), at)).start();
    }

    private static List<BindableService> services(
            Foundation base, LinkSide links, ApplicationSide applications, SaeSide saes, Parts parts) {
        var database = base.database();
        var assignment = base.assignment();
        var keys = applications.keys();
        var kemKeys = parts.add(new KemKeys(InstantSource.system(), base.random()));
        return List.of(
                new KeySharingService(assignment, keys, saes.drawn(), base.audit()::append),
                new CombinationService(
                        base.nodeId(), database, assignment, applications.screening(), keys, kemKeys, base.audit()),
                new ReconciliationService(database, assignment, applications.filler()),
                new DirectKeysService(
                        database,
                        assignment,
                        applications.screening()::objection,
                        links.stores(),
                        base.audit()::append),
                saes.streams().forPeers());
    }
}
