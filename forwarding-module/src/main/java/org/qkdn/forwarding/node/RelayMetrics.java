package org.qkdn.forwarding.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.RelayEvents;
import org.qkdn.node.audit.AuditLog;

/** Relays as numbers for the operator's monitoring; what no honest neighbour does, to the audit log. */
public final class RelayMetrics implements RelayEvents {
    private final MeterRegistry registry;
    private final AuditLog audit;
    private final Counter blocks;
    private final Timer hop;

    public RelayMetrics(MeterRegistry registry, AuditLog audit) {
        this.registry = registry;
        this.audit = audit;
        this.blocks = Counter.builder("qkdn.relay.blocks")
                .description("Blocks of 512 bytes that began, passed or ended here and were acknowledged")
                .register(registry);
        this.hop = Timer.builder("qkdn.relay.acknowledged")
                .description("From a relay's arrival at this node to the acknowledgement of the next")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(50_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    /** Adds what is looked at only when somebody asks. */
    public void watch(
            java.util.function.Supplier<Number> waitingBlocks, java.util.function.Supplier<Number> neighboursUp) {
        Gauge.builder("qkdn.relay.waiting.blocks", waitingBlocks)
                .description("Blocks that wait here for their turn")
                .register(registry);
        Gauge.builder("qkdn.relay.neighbours.up", neighboursUp)
                .description("Neighbours that are connected")
                .register(registry);
    }

    @Override
    public void misbehaved(UUID neighbourId, UUID linkId, FailureReason reason) {
        audit.append(
                AuditEvents.MESSAGE_REFUSED,
                Map.of("neighbour", neighbourId.toString(), "link", linkId.toString(), "reason", reason.name()));
    }

    @Override
    public void relayed(UUID linkId, int relayed) {
        blocks.increment(relayed);
    }

    @Override
    public void failed(UUID linkId, FailureReason reason) {
        registry.counter("qkdn.relay.failures", "reason", reason.name()).increment();
    }

    @Override
    public void acknowledged(Duration after) {
        hop.record(after);
    }
}
