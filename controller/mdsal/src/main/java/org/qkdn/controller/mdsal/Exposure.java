package org.qkdn.controller.mdsal;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.opendaylight.mdsal.binding.api.RpcProviderService;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.DateAndTime;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.ExposureReport;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.ExposureReportInput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.ExposureReportOutput;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.ExposureReportOutputBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.exposure.report.output.CrossingBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.SaeId;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.exposure.Crossing;
import org.qkdn.controller.core.model.NodeName;

/** The operation {@code qkdn-exposure:exposure-report}. */
public final class Exposure implements AutoCloseable {
    private static final int DEFAULT_LIMIT = 1000;

    private final Supplier<NetworkState> present;
    private final PathWatch record;
    private final InstantSource clock;
    private final Registration registration;

    /** {@code present} tells which nodes are registered. */
    public Exposure(RpcProviderService rpcs, Supplier<NetworkState> present, PathWatch record, InstantSource clock) {
        this.present = present;
        this.record = record;
        this.clock = clock;
        registration = rpcs.registerRpcImplementation((ExposureReport) this::answer);
    }

    @Override
    public void close() {
        registration.close();
    }

    private ListenableFuture<RpcResult<ExposureReportOutput>> answer(ExposureReportInput input) {
        return Futures.immediateFuture(report(input));
    }

    private RpcResult<ExposureReportOutput> report(ExposureReportInput input) {
        if (input.getNode() == null || input.getFrom() == null) {
            return failure(input.getNode() == null ? "node is missing: name one" : "from is missing: name a time");
        }
        Instant begin;
        Instant end;
        try {
            begin = instant(input.getFrom());
            end = input.getTo() == null ? clock.instant() : instant(input.getTo());
        } catch (DateTimeException e) {
            return failure("from or to is no time: " + e.getMessage());
        }
        if (begin.isAfter(end)) {
            return failure("from " + begin + " is after to " + end + ": exchange the two");
        }
        var node = new NodeName(input.getNode().getValue());
        if (!present.get().inventory().nodes().containsKey(node)
                && record.of(node, Instant.MIN, Instant.MAX).crossings().isEmpty()) {
            return failure(
                    "node " + node + " is not registered, and no path ever crossed one of this name: registered are "
                            + present.get().inventory().nodes().keySet());
        }
        var recorded = record.of(node, begin, end);
        int offset =
                Optional.ofNullable(input.getOffset()).map(Uint32::intValue).orElse(0);
        int limit = Optional.ofNullable(input.getLimit()).map(Uint32::intValue).orElse(DEFAULT_LIMIT);
        return RpcResultBuilder.success(output(input, begin, recorded, offset, limit))
                .build();
    }

    private static ExposureReportOutput output(
            ExposureReportInput input, Instant begin, PathWatch.Recorded recorded, int offset, int limit) {
        NodeName node = new NodeName(input.getNode().getValue());
        List<Crossing> all = recorded.crossings().stream()
                .sorted(Comparator.comparing(Crossing::from)
                        .thenComparing(crossing -> crossing.path().service())
                        .thenComparing(crossing -> crossing.path().link()))
                .toList();
        int last = (int) Math.min(all.size(), (long) offset + limit);
        return new ExposureReportOutputBuilder()
                .setTotal(Uint32.valueOf(all.size()))
                .setRecordedSince(time(recorded.since()))
                .setNote(note(begin, recorded))
                .setCrossing(IntStream.range(Math.min(offset, last), last)
                        .mapToObj(i -> crossing(i, all.get(i), node))
                        .collect(BindingMap.toMap()))
                .build();
    }

    private static Set<String> note(Instant begin, PathWatch.Recorded recorded) {
        var notes = new LinkedHashSet<String>();
        if (begin.isBefore(recorded.since())) {
            notes.add("the record begins at " + recorded.since() + ": what crossed the node before is not known");
        }
        recorded.unsafe().ifPresent(notes::add);
        return notes;
    }

    private static org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.exposure.report.output.Crossing
            crossing(int number, Crossing crossing, NodeName node) {
        var path = crossing.path();
        var encoded = new CrossingBuilder()
                .setNumber(Uint32.valueOf(number))
                .setKeyService(path.service())
                .setAppId(StateCodec.encode(path.application().value()))
                .setLinkId(StateCodec.encode(path.link().value()))
                .setPath(path.nodes().stream().map(StateCodec::encode).toList())
                .setRole(
                        path.isRelayedBy(node)
                                ? org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.exposure.report.output
                                        .Crossing.Role.Relay
                                : org.opendaylight.yang.gen.v1.urn.qkdn.yang.exposure.rev261121.exposure.report.output
                                        .Crossing.Role.End)
                .setFrom(time(crossing.from()))
                .setUntil(crossing.until().map(Exposure::time).orElse(null));
        path.source().ifPresent(sae -> encoded.setSource(new SaeId(sae.value())));
        path.destination().ifPresent(sae -> encoded.setDestination(new SaeId(sae.value())));
        return encoded.build();
    }

    private static Instant instant(DateAndTime time) {
        return OffsetDateTime.parse(time.getValue()).toInstant();
    }

    private static DateAndTime time(Instant instant) {
        return new DateAndTime(instant.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static RpcResult<ExposureReportOutput> failure(String message) {
        return RpcResultBuilder.<ExposureReportOutput>failed()
                .withError(ErrorType.APPLICATION, ErrorTag.INVALID_VALUE, message)
                .build();
    }
}
