package org.qkdn.controller.northbound;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.opendaylight.mdsal.dom.api.DOMRpcService;
import org.opendaylight.yangtools.yang.common.ErrorSeverity;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.RpcError;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.RpcHandler;

/** The controller's own RPCs over NETCONF: the same implementations that RESTCONF invokes. */
final class BrokerRpcs implements RpcHandler {
    private final DOMRpcService rpcs;

    BrokerRpcs(DOMRpcService rpcs) {
        this.rpcs = rpcs;
    }

    @Override
    public Optional<ContainerNode> invoke(QName rpc, ContainerNode input, String user) throws NetconfError {
        try {
            var result = rpcs.invokeRpc(rpc, input).get();
            var refused = result.errors().stream()
                    .filter(error -> error.getSeverity() == ErrorSeverity.ERROR)
                    .findFirst();
            if (refused.isPresent()) {
                throw refusal(refused.get());
            }
            return Optional.ofNullable(result.value()).filter(output -> !output.isEmpty());
        } catch (ExecutionException e) {
            throw NetconfError.application(
                    ErrorTag.OPERATION_FAILED, String.valueOf(e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NetconfError.application(ErrorTag.OPERATION_FAILED, "the controller is stopping");
        }
    }

    private static NetconfError refusal(RpcError error) {
        return NetconfError.application(error.getTag(), error.getMessage());
    }
}
