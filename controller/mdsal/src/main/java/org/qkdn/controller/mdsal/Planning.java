package org.qkdn.controller.mdsal;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.opendaylight.mdsal.binding.api.RpcProviderService;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.DryRun;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.DryRunInput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.planning.rev261121.DryRunOutput;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.plan.DryRun.Result;
import org.qkdn.controller.core.plan.Hypothesis;

/** The operation {@code qkdn-planning:dry-run}. One is answered at a time, so that the network's own business goes first. */
public final class Planning implements AutoCloseable {
    /** More than this waiting is not a person any more. */
    private static final int MOST_WAITING = 16;

    private final ListeningExecutorService thinking = MoreExecutors.listeningDecorator(new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("dry-run").daemon().factory()));

    private final Supplier<NetworkState> present;
    private final Registration registration;

    public Planning(RpcProviderService rpcs, Supplier<NetworkState> present) {
        this.present = present;
        registration = rpcs.registerRpcImplementation((DryRun) this::answer);
    }

    @Override
    public void close() {
        registration.close();
        thinking.shutdownNow();
    }

    private ListenableFuture<RpcResult<DryRunOutput>> answer(DryRunInput input) {
        try {
            return thinking.submit(() -> run(input));
        } catch (RejectedExecutionException e) {
            return Futures.immediateFuture(failure(
                    ErrorTag.RESOURCE_DENIED, MOST_WAITING + " dry runs are waiting already: ask again in a moment"));
        }
    }

    private RpcResult<DryRunOutput> run(DryRunInput input) {
        List<KeyService> demands = new ArrayList<>();
        for (var demand : input.nonnullDemand().values()) {
            Optional<String> objection = KeyServiceRules.objectionTo(demand.requireName(), demand);
            if (objection.isPresent()) {
                return failure(ErrorTag.INVALID_VALUE, objection.get());
            }
            demands.add(KeyServiceCodec.decode(demand.requireName(), demand));
        }
        Hypothesis hypothesis =
                new Hypothesis(PlanningCodec.maintenance(input), PlanningCodec.breakdown(input), demands);
        return switch (org.qkdn.controller.core.plan.DryRun.of(present.get(), hypothesis)) {
            case Result.Predicted predicted ->
                RpcResultBuilder.success(PlanningCodec.encode(predicted.prediction()))
                        .build();
            case Result.Misnamed misnamed -> failure(ErrorTag.INVALID_VALUE, misnamed.reason());
            case Result.NotNow later -> failure(ErrorTag.RESOURCE_DENIED, later.reason());
        };
    }

    private static RpcResult<DryRunOutput> failure(ErrorTag tag, String message) {
        return RpcResultBuilder.<DryRunOutput>failed()
                .withError(ErrorType.APPLICATION, tag, message)
                .build();
    }
}
