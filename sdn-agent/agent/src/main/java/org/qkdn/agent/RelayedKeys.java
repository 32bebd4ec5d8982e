package org.qkdn.agent;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.agent.yang.RelayedKeysTree;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.KeyStoreControlGrpc;

/** The operation {@code relayed-keys} of qkdn-node-extension: the LKMS tells ranges of key identifiers, never a key. */
final class RelayedKeys implements RpcHandler, AutoCloseable {
    private static final long ANSWER_SECONDS = 10;

    private final ManagedChannel lkms;

    private RelayedKeys(ManagedChannel lkms) {
        this.lkms = lkms;
    }

    static RelayedKeys of(AgentConfiguration configuration, TlsIdentity identity) throws IOException {
        var where = configuration.lkms();
        return new RelayedKeys(identity.grpcChannel(
                where.host(), where.port(), "lkms-" + configuration.node().name()));
    }

    @Override
    public Optional<ContainerNode> invoke(QName rpc, ContainerNode input, String user) throws NetconfError {
        if (!RelayedKeysTree.isNamed(rpc)) {
            return RpcHandler.none().invoke(rpc, input, user);
        }
        var query = RelayedKeysTree.query(input);
        try {
            return Optional.of(RelayedKeysTree.output(KeyStoreControlGrpc.newBlockingStub(lkms)
                    .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .listRelayed(query)));
        } catch (StatusRuntimeException e) {
            throw NetconfError.application(
                    ErrorTag.OPERATION_FAILED,
                    "the LKMS does not tell: " + e.getStatus().getCode()
                            + Optional.ofNullable(e.getStatus().getDescription())
                                    .map(reason -> ", " + reason)
                                    .orElse(""));
        }
    }

    @Override
    public void close() {
        lkms.shutdownNow();
    }
}
