package org.qkdn.agent;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.agent.report.ApplicationHistory;
import org.qkdn.agent.report.NodeConditions;
import org.qkdn.agent.yang.StateWriter;

/** What is wanted of the node and what is known of it: the newest of each, for whoever asks on any thread. */
final class NodeView {
    private final InstantSource clock;
    private final AtomicReference<ApplicationHistory> history;
    private volatile NodeConfiguration configuration;
    private volatile NodeSnapshot snapshot;
    private volatile Runnable afterwards = () -> {};

    NodeView(InstantSource clock, NodeSnapshot snapshot, ApplicationHistory history) {
        this.clock = clock;
        this.snapshot = snapshot;
        this.history = new AtomicReference<>(history);
        configuration = NodeConfiguration.empty();
    }

    void configured(NodeConfiguration wanted) {
        configuration = wanted;
        remember(past -> past.configured(wanted.applications().keySet(), clock.instant()));
        afterwards.run();
    }

    /** Must not wait for anybody: runs within the commit. */
    void whenConfigured(Runnable action) {
        afterwards = action;
    }

    void heard(NodeSnapshot newest) {
        snapshot = newest;
        newest.keyStores().latest().ifPresent(report -> remember(past -> past.reported(report, clock.instant())));
    }

    private void remember(UnaryOperator<ApplicationHistory> step) {
        history.updateAndGet(step);
    }

    NodeConfiguration configuration() {
        return configuration;
    }

    NodeSnapshot snapshot() {
        return snapshot;
    }

    Map<String, Instant> created() {
        return history.get().created();
    }

    NodeConditions conditions() {
        return NodeConditions.of(configuration, snapshot, clock.instant());
    }

    /** State to be merged over the configuration in a reply to get. */
    List<DataContainerChild> state() {
        var node = configuration;
        return List.of(StateWriter.write(node, NodeConditions.of(node, snapshot, clock.instant()), history.get()));
    }
}
