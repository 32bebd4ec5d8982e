package org.qkdn.controller.mdsal;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.opendaylight.mdsal.binding.api.RpcProviderService;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.ExposureReport;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.ExposureReportInput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.ExposureReportOutput;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.exposure.Crossing;
import org.qkdn.controller.core.exposure.KeyNames;
import org.qkdn.controller.core.model.NodeName;

/** The operation {@code qkdn-exposure:exposure-report}. */
public final class Exposure implements AutoCloseable {
    private static final int DEFAULT_LIMIT = 100;

    private final Supplier<NetworkState> present;
    private final PathWatch record;
    private final KeyNames names;
    private final InstantSource clock;
    private final Registration registration;

    /**
     * @param present tells which nodes are registered, and can be asked
     * @param names asks them
     */
    public Exposure(
            RpcProviderService rpcs,
            Supplier<NetworkState> present,
            PathWatch record,
            KeyNames names,
            InstantSource clock) {
        this.present = present;
        this.record = record;
        this.names = names;
        this.clock = clock;
        registration = rpcs.registerRpcImplementation((ExposureReport) this::answer);
    }

    @Override
    public void close() {
        registration.close();
    }

    private ListenableFuture<RpcResult<ExposureReportOutput>> answer(ExposureReportInput input) {
        if (input.getNode() == null || input.getFrom() == null) {
            return failure(input.getNode() == null ? "node is missing: name one" : "from is missing: name a time");
        }
        Instant begin;
        Instant end;
        try {
            begin = ExposureCodec.instant(input.getFrom());
            end = input.getTo() == null ? clock.instant() : ExposureCodec.instant(input.getTo());
        } catch (DateTimeException e) {
            return failure("from or to is no time: " + e.getMessage());
        }
        if (begin.isAfter(end)) {
            return failure("from " + begin + " is after to " + end + ": exchange the two");
        }
        NodeName node = new NodeName(input.getNode().getValue());
        var registered = present.get().inventory().nodes().keySet();
        if (!registered.contains(node)
                && record.of(node, Instant.MIN, Instant.MAX).crossings().isEmpty()) {
            return failure("node " + node
                    + " is not registered, and no path ever crossed one of this name: registered are " + registered);
        }
        return report(input, node, begin, end);
    }

    private ListenableFuture<RpcResult<ExposureReportOutput>> report(
            ExposureReportInput input, NodeName node, Instant begin, Instant end) {
        var recorded = record.of(node, begin, end);
        int offset =
                Optional.ofNullable(input.getOffset()).map(Uint32::intValue).orElse(0);
        int limit = Optional.ofNullable(input.getLimit()).map(Uint32::intValue).orElse(DEFAULT_LIMIT);
        List<Crossing> page = recorded.crossings().stream()
                .sorted(Comparator.comparing(Crossing::from)
                        .thenComparing(crossing -> crossing.path().service())
                        .thenComparing(crossing -> crossing.path().link()))
                .skip(offset)
                .limit(limit)
                .toList();
        NetworkState now = present.get();
        List<CompletableFuture<NamedKeys>> named = page.stream()
                .map(crossing -> NamedKeys.of(crossing, begin, end, names, now))
                .toList();
        SettableFuture<RpcResult<ExposureReportOutput>> answer = SettableFuture.create();
        var ignored = CompletableFuture.allOf(named.toArray(CompletableFuture[]::new))
                .thenApply(all -> ExposureCodec.encode(
                        node,
                        begin,
                        recorded,
                        offset,
                        page,
                        named.stream().map(CompletableFuture::join).toList()))
                .whenComplete((output, problem) -> answer.set(
                        problem == null
                                ? RpcResultBuilder.success(output).build()
                                : result(ErrorTag.OPERATION_FAILED, String.valueOf(problem.getMessage()))));
        return answer;
    }

    private static ListenableFuture<RpcResult<ExposureReportOutput>> failure(String message) {
        return Futures.immediateFuture(result(ErrorTag.INVALID_VALUE, message));
    }

    private static RpcResult<ExposureReportOutput> result(ErrorTag tag, String message) {
        return RpcResultBuilder.<ExposureReportOutput>failed()
                .withError(ErrorType.APPLICATION, tag, message)
                .build();
    }
}
