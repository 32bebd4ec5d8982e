package org.qkdn.netconf;

import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;

/** Carries out the RPCs that the served YANG modules define beyond the protocol's own. Called on worker threads. */
@FunctionalInterface
public interface RpcHandler {
    /**
     * Carries out one call.
     *
     * @param rpc name of the rpc statement
     * @param input its {@code input}, checked against the model; empty when it has none
     * @return its {@code output} (a container named {@code output} in the rpc's module), or empty for {@code <ok/>}
     */
    Optional<ContainerNode> invoke(QName rpc, ContainerNode input, String user) throws NetconfError;

    static RpcHandler none() {
        return (rpc, input, user) -> {
            throw NetconfError.protocol(
                    ErrorTag.OPERATION_NOT_SUPPORTED, "not implemented here: " + rpc.getLocalName());
        };
    }
}
