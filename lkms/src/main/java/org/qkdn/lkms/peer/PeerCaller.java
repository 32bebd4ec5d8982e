package org.qkdn.lkms.peer;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.qkdn.node.tls.TlsIdentity;

/** Lets only the LKMSs of our peers call, and tells the service which node it is: what they may ask depends on it. */
public final class PeerCaller implements ServerInterceptor {
    private static final Context.Key<String> NODE_ID = Context.key("peer node");

    private final PeerNodes peers;
    private final BiConsumer<String, String> refused;

    /** @param refused told of each caller that is turned away, and from which service */
    public PeerCaller(PeerNodes peers, BiConsumer<String, String> refused) {
        this.peers = peers;
        this.refused = refused;
    }

    /** Node id of the LKMS that makes this call. */
    public static String nodeId() {
        return NODE_ID.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var caller = Optional.ofNullable(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                .flatMap(TlsIdentity::peerCommonName);
        var node = caller.flatMap(peers::nodeOf);
        if (node.isPresent()) {
            return Contexts.interceptCall(Context.current().withValue(NODE_ID, node.get()), call, headers, next);
        }
        var name = caller.orElse("a caller without name");
        refused.accept(name, call.getMethodDescriptor().getServiceName());
        call.close(Status.PERMISSION_DENIED.withDescription(name + " is no peer of this LKMS"), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
