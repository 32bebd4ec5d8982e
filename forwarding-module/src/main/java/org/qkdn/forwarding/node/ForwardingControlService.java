package org.qkdn.forwarding.node;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.qkdn.forwarding.relay.RelayCounts;
import org.qkdn.forwarding.relay.Route;
import org.qkdn.forwarding.transport.NeighbourStatus;
import org.qkdn.node.audit.AuditLog;
import org.qkdn.node.v1.ForwardingControlGrpc;
import org.qkdn.node.v1.ForwardingReport;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.ForwardingTableAccepted;
import org.qkdn.node.v1.Neighbour;
import org.qkdn.node.v1.RelayCount;
import org.qkdn.node.v1.WatchForwarding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the node's agent may do. */
public final class ForwardingControlService extends ForwardingControlGrpc.ForwardingControlImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardingControlService.class);

    private final KeptTable table;
    private final RelayCounts counts;
    private final Supplier<List<NeighbourStatus>> neighbours;
    private final ScheduledExecutorService timer;
    private final AuditLog audit;

    public ForwardingControlService(
            KeptTable table,
            RelayCounts counts,
            Supplier<List<NeighbourStatus>> neighbours,
            ScheduledExecutorService timer,
            AuditLog audit) {
        this.table = table;
        this.counts = counts;
        this.neighbours = neighbours;
        this.timer = timer;
        this.audit = audit;
    }

    @Override
    public void configure(ForwardingTable request, StreamObserver<ForwardingTableAccepted> answer) {
        try {
            var routes = TableMessages.routes(request);
            audit.record(
                    AuditEvents.CONFIGURE,
                    Map.of(
                            "links",
                            routes.stream()
                                    .map(route -> route.linkId().toString())
                                    .sorted()
                                    .collect(Collectors.joining(" "))));
            table.replace(routes);
            answer.onNext(ForwardingTableAccepted.getDefaultInstance());
            answer.onCompleted();
        } catch (IllegalArgumentException e) {
            audit.append(AuditEvents.CONFIGURE_REFUSED, Map.of("reason", String.valueOf(e.getMessage())));
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (IOException e) {
            LOG.error("the forwarding table or the audit log cannot be stored: {}", e.toString());
            answer.onError(Status.INTERNAL
                    .withDescription("the forwarding table or the audit log cannot be stored: " + e.getMessage())
                    .asRuntimeException());
        }
    }

    @Override
    public void watch(WatchForwarding request, StreamObserver<ForwardingReport> observer) {
        var watcher = (ServerCallStreamObserver<ForwardingReport>) observer;
        watcher.onNext(report());
        var reports = timer.scheduleAtFixedRate(
                () -> {
                    if (watcher.isReady() && !watcher.isCancelled()) {
                        watcher.onNext(report());
                    }
                },
                1,
                1,
                TimeUnit.SECONDS);
        watcher.setOnCancelHandler(() -> reports.cancel(false));
    }

    private ForwardingReport report() {
        var report = ForwardingReport.newBuilder();
        for (var neighbour : neighbours.get()) {
            report.addNeighbours(Neighbour.newBuilder()
                    .setNodeId(neighbour.nodeId().toString())
                    .setConnected(neighbour.connected())
                    .setReason(neighbour.reason()));
        }
        table.configured().forEach(route -> report.addRelays(count(route)));
        return report.build();
    }

    private RelayCount count(Route route) {
        var count = counts.of(route.linkId());
        return RelayCount.newBuilder()
                .setLinkId(route.linkId().toString())
                .setRelayedBlocks(count.relayed())
                .setFailedBlocks(count.failed())
                .setLastFailure(table.objection(route.linkId()).orElse(count.lastFailure()))
                .build();
    }
}
