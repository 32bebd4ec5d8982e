package org.qkdn.lkms;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.qkdn.lkms.combine.Arrivals;
import org.qkdn.lkms.node.GrpcPart;
import org.qkdn.lkms.node.KeyStoreControlService;
import org.qkdn.lkms.node.LinkKeysService;
import org.qkdn.lkms.node.Reporter;
import org.qkdn.node.tls.CallerPolicy;
import org.qkdn.node.tls.ReadableRequests;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.LinkKeysGrpc;

/** What the node's own agent and forwarding module are served. */
record NodeSide(int port, Reporter reporter) {

    static NodeSide serve(Foundation base, LinkSide links, ApplicationSide applications, Parts parts)
            throws IOException {
        var reporter = parts.add(new Reporter(
                base.database(), base.assignment(), links.stores(), applications.filler(), applications.requested()));
        var arrivals = new Arrivals(base.database(), base.assignment(), applications.screening(), applications.keys());
        var at = base.configuration().grpc().address();
        var server = base.identity()
                .grpcServer(at)
                .addService(ReadableRequests.of(
                        new KeyStoreControlService(base.assignment(), reporter, base.audit(), applications.relayed())))
                .addService(ReadableRequests.of(
                        new LinkKeysService(base.assignment(), links.pads(), links.stores(), arrivals)))
                .intercept(new CallerPolicy(
                        Map.of(
                                KeyStoreControlGrpc.SERVICE_NAME, Set.of("agent-" + base.nodeName()),
                                LinkKeysGrpc.SERVICE_NAME, Set.of("fm-" + base.nodeName())),
                        base::callRefused))
                .executor(parts.add(Executors.newVirtualThreadPerTaskExecutor()))
                .build();
        return new NodeSide(parts.add(new GrpcPart("grpc", server, at)).start(), reporter);
    }
}
