package org.qkdn.controller.mdsal;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.opendaylight.mdsal.binding.api.RpcProviderService;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.ExplainPairing;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.ExplainPairingInput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.ExplainPairingOutput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.ExplainPairingOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.PlanSchedule;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.PlanScheduleInput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.PlanScheduleOutput;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.plan.PairingReasons;
import org.qkdn.controller.core.plan.PairingSchedule;

/** The operations {@code explain-pairing} and {@code plan-schedule} of {@code qkdn-optical}. */
public final class PairingQuestions implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofHours(1);

    private final ListeningExecutorService thinking =
            MoreExecutors.listeningDecorator(Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("pairing-questions").daemon().factory()));

    private final Supplier<NetworkState> present;
    private final Registration registration;

    public PairingQuestions(RpcProviderService rpcs, Supplier<NetworkState> present) {
        this.present = present;
        registration = rpcs.registerRpcImplementations((ExplainPairing) this::explain, (PlanSchedule) this::plan);
    }

    private ListenableFuture<RpcResult<ExplainPairingOutput>> explain(ExplainPairingInput input) {
        var module = OpticalPlantCodec.module(input.requireNode(), input.requireInterface());
        return thinking.submit(() -> RpcResultBuilder.<ExplainPairingOutput>success(new ExplainPairingOutputBuilder()
                        .setReason(PairingReasons.of(present.get(), module))
                        .build())
                .build());
    }

    private ListenableFuture<RpcResult<PlanScheduleOutput>> plan(PlanScheduleInput input) {
        var period = input.getPeriod() == null
                ? PERIOD
                : Duration.ofSeconds(input.getPeriod().toJava());
        return thinking.submit(() -> RpcResultBuilder.<PlanScheduleOutput>success(
                        PairingScheduleCodec.encode(PairingSchedule.of(present.get(), period)))
                .build());
    }

    @Override
    public void close() {
        registration.close();
        thinking.shutdownNow();
    }
}
