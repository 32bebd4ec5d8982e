package org.qkdn.controller.mdsal;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import java.util.function.Supplier;
import org.opendaylight.mdsal.binding.api.RpcProviderService;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.ExplainPairing;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.ExplainPairingInput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.ExplainPairingOutput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.ExplainPairingOutputBuilder;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.plan.PairingReasons;

/** The operation {@code qkdn-optical:explain-pairing}. */
public final class PairingQuestions implements AutoCloseable {
    private final Supplier<NetworkState> present;
    private final Registration registration;

    public PairingQuestions(RpcProviderService rpcs, Supplier<NetworkState> present) {
        this.present = present;
        registration = rpcs.registerRpcImplementation((ExplainPairing) this::answer);
    }

    private ListenableFuture<RpcResult<ExplainPairingOutput>> answer(ExplainPairingInput input) {
        var module = OpticalPlantCodec.module(input.requireNode(), input.requireInterface());
        return Futures.immediateFuture(RpcResultBuilder.<ExplainPairingOutput>success(new ExplainPairingOutputBuilder()
                        .setReason(PairingReasons.of(present.get(), module))
                        .build())
                .build());
    }

    @Override
    public void close() {
        registration.close();
    }
}
