package org.qkdn.lkms.api004.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.qkdn.lkms.metrics.DeliveryMeters;

/** The outcomes of ETSI GS QKD 004's calls, in both forms, as numbers. A GET_KEY's time includes what it waits for key. */
final class StreamMetrics {
    private final DeliveryMeters opens;
    private final DeliveryMeters gets;
    private final AtomicInteger open = new AtomicInteger();

    StreamMetrics(MeterRegistry registry) {
        opens = new DeliveryMeters(registry, "etsi004", "open_connect");
        gets = new DeliveryMeters(registry, "etsi004", "get_key");
        Gauge.builder("qkdn.lkms.streams.open", open, AtomicInteger::get)
                .description("key streams whose end here is open")
                .register(registry);
    }

    /** As of the latest look at all of them. */
    void open(int streams) {
        open.set(streams);
    }

    void opened(OpenOutcome outcome, long nanos) {
        opens.took(nanos);
        switch (outcome) {
            case OpenOutcome.Connected done -> {}
            case OpenOutcome.Waiting first -> {}
            case OpenOutcome.NoConnection none -> opens.refused("no-connection");
            case OpenOutcome.NotCaller not -> opens.refused("not-for-caller");
            case OpenOutcome.InUse used -> opens.refused("in-use");
            case OpenOutcome.Counter counter -> opens.refused("qos");
        }
    }

    void got(GetOutcome outcome, long nanos) {
        gets.took(nanos);
        switch (outcome) {
            case GetOutcome.Chunk chunk -> gets.delivered(1, 8L * chunk.key().length());
            case GetOutcome.Empty empty -> gets.refused("no-keys");
            case GetOutcome.Gone gone -> gets.refused("gone");
            case GetOutcome.PeerNotConnected alone -> gets.refused("peer-not-connected");
            case GetOutcome.Unknown unknown -> gets.refused("unknown-stream");
            case GetOutcome.TimedOut silent -> gets.refused("peer-silent");
            case GetOutcome.MetadataTooSmall small -> gets.refused("metadata-size");
        }
    }
}
