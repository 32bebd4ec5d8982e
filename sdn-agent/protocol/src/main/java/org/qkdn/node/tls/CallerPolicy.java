package org.qkdn.node.tls;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Who may call which gRPC service of this process, by the common name of the caller's certificate. */
public final class CallerPolicy implements ServerInterceptor {
    private final Map<String, Set<String>> allowed;
    private final BiConsumer<String, String> refused;

    /** From a service's full name, e.g. {@code qkdn.node.v1.LinkKeys}, to the common names that may call it. */
    public CallerPolicy(Map<String, Set<String>> allowed) {
        this(allowed, (caller, service) -> {});
    }

    /** @param refused told of each caller that is turned away, and from which service */
    public CallerPolicy(Map<String, Set<String>> allowed, BiConsumer<String, String> refused) {
        this.allowed = Map.copyOf(allowed);
        this.refused = refused;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var service = call.getMethodDescriptor().getServiceName();
        var caller = Optional.ofNullable(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                .flatMap(TlsIdentity::peerCommonName);
        if (caller.isPresent() && allowed.getOrDefault(service, Set.of()).contains(caller.get())) {
            return next.startCall(call, headers);
        }
        var name = caller.orElse("a caller without name");
        refused.accept(name, service);
        call.close(Status.PERMISSION_DENIED.withDescription(name + " may not call " + service), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
