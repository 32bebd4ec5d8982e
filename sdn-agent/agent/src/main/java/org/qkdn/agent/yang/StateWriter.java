package org.qkdn.agent.yang;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.report.ApplicationHistory;
import org.qkdn.agent.report.LinkCondition;
import org.qkdn.agent.report.NodeConditions;

/** From the agent's judgement to the state leaves of ETSI GS QKD 015. */
public final class StateWriter {
    private StateWriter() {}

    /** State of what is configured, to be merged over the configuration. */
    public static ContainerNode write(NodeConfiguration node, NodeConditions conditions, ApplicationHistory history) {
        var status = conditions.operating() ? "OPERATING" : "DOWN";
        return Etsi015.container(
                "qkd_node",
                List.of(
                        Etsi015.leaf("qkdn_status", Etsi015.identity(status)),
                        Etsi015.container(
                                "qkd_applications",
                                List.of(Etsi015.list("qkd_app", applications(node, conditions, history)))),
                        Etsi015.container(
                                "qkd_interfaces", List.of(Etsi015.list("qkd_interface", interfaces(node, conditions)))),
                        Etsi015.container("qkd_links", List.of(Etsi015.list("qkd_link", links(node, conditions))))));
    }

    private static List<MapEntryNode> applications(
            NodeConfiguration node, NodeConditions conditions, ApplicationHistory history) {
        var entries = new ArrayList<MapEntryNode>();
        conditions.applications().forEach((id, condition) -> {
            if (node.applications().containsKey(id)) {
                var children = new ArrayList<DataContainerChild>();
                children.add(Etsi015.leaf(
                        "app_status", Etsi015.identity(condition.status().identity())));
                children.add(Etsi015.extensionLeaf("stored-bits", Uint64.valueOf(condition.storedBits())));
                history.creation(id).ifPresent(when -> children.add(Etsi015.leaf("creation_time", time(when))));
                var periods =
                        history.periods(id).stream().map(StateWriter::period).toList();
                if (!periods.isEmpty()) {
                    children.add(Etsi015.container("app_statistics", List.of(Etsi015.list("statistics", periods))));
                }
                entries.add(Etsi015.entry("qkd_app", "app_id", id, children));
            }
        });
        return entries;
    }

    private static MapEntryNode period(ApplicationHistory.Period period) {
        return Etsi015.entry(
                "statistics",
                "end_time",
                time(period.end()),
                List.of(
                        Etsi015.leaf("start_time", time(period.start())),
                        Etsi015.leaf("consumed_bits", uint32(period.bits()))));
    }

    private static List<MapEntryNode> interfaces(NodeConfiguration node, NodeConditions conditions) {
        var entries = new ArrayList<MapEntryNode>();
        conditions.interfaces().forEach((id, condition) -> {
            if (node.interfaces().containsKey((long) id)) {
                var status = Etsi015.identity(condition.status().name());
                entries.add(Etsi015.entry(
                        "qkd_interface", "qkdi_id", Uint32.valueOf(id), List.of(Etsi015.leaf("qkdi_status", status))));
            }
        });
        return entries;
    }

    private static List<MapEntryNode> links(NodeConfiguration node, NodeConditions conditions) {
        var entries = new ArrayList<MapEntryNode>();
        conditions.links().forEach((id, condition) -> {
            if (node.links().containsKey(id)) {
                var performance = performance(condition);
                performance.add(Etsi015.extensionLeaf("stored-bits", Uint64.valueOf(condition.storedBits())));
                condition
                        .reason()
                        .ifPresent(reason -> performance.add(Etsi015.extensionLeaf("reason", Text.printable(reason))));
                entries.add(Etsi015.entry(
                        "qkd_link",
                        "qkdl_id",
                        id,
                        List.of(
                                Etsi015.leaf(
                                        "qkdl_status",
                                        Etsi015.identity(condition.status().name())),
                                Etsi015.container("qkdl_performance", performance))));
            }
        });
        return entries;
    }

    /** What the state of a link and the notification of a change have in common. */
    static List<DataContainerChild> performance(LinkCondition condition) {
        var children = new ArrayList<DataContainerChild>();
        children.add(Etsi015.leaf("expected_consumption", uint32(condition.expectedConsumption())));
        condition.rates().ifPresent(rates -> {
            children.add(Etsi015.leaf("skr", uint32(rates.skr())));
            children.add(Etsi015.leaf("eskr", uint32(rates.eskr())));
        });
        condition
                .qberPpm()
                .ifPresent(ppm -> children.add(Etsi015.list(
                        "phys_perf",
                        List.of(Etsi015.entry(
                                "phys_perf",
                                "perf_type",
                                Etsi015.identity("QBER"),
                                List.of(Etsi015.leaf("value", percent(ppm))))))));
        condition.answering().ifPresent(other -> {
            other.nodeId().ifPresent(node -> children.add(Etsi015.extensionLeaf("answering-node", node)));
            other.interfaceId()
                    .ifPresent(id -> children.add(Etsi015.extensionLeaf("answering-interface", Uint32.valueOf(id))));
        });
        return children;
    }

    private static Decimal64 percent(int ppm) {
        return Decimal64.valueOf(BigDecimal.valueOf(ppm, 4).setScale(3, RoundingMode.HALF_UP))
                .scaleTo(3);
    }

    private static Uint32 uint32(long value) {
        return Uint32.saturatedOf(value);
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
