package org.qkdn.agent.report;

import java.util.Locale;
import java.util.Optional;
import org.qkdn.agent.desired.LinkEnd;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.agent.node.PartReport;
import org.qkdn.node.v1.LinkStoreLevel;
import org.qkdn.node.v1.ModuleState;

/** Says how PHYS links do: by the module that makes the keys and the store that holds them. */
final class PhysLinkJudge {
    private final NodeConfiguration node;
    private final NodeSnapshot snapshot;

    PhysLinkJudge(NodeConfiguration node, NodeSnapshot snapshot) {
        this.node = node;
        this.snapshot = snapshot;
    }

    LinkCondition judge(PhysLink link) {
        var module = module(link);
        var working = module.latest().filter(state -> state.getLinkId().equals(link.id()));
        var answering = working.flatMap(PhysLinkJudge::answering);
        var stranger = answering.filter(other -> !other.canBe(link.remote()));
        var making = working.filter(state -> link.enabled() && state.getGenerating() && stranger.isEmpty());
        var store = store(link.id());
        var stored =
                store.map(level -> level.getOwnBits() + level.getPeerBits()).orElse(0L);
        var skr = making.map(ModuleState::getSkrBps).orElse(0L);
        var used = store.map(LinkStoreLevel::getConsumptionBps).orElse(0L);
        return new LinkCondition(
                status(link, making.isPresent(), stored),
                Optional.of(new LinkCondition.Rates(skr, Math.max(0, skr - used))),
                NodeConditions.expectedConsumption(node, link.id()),
                making.map(ModuleState::getQberPpm).filter(qber -> qber > 0),
                stored,
                making.isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                stranger.map(other -> "answered by " + name(other) + ", not by " + name(link.remote()))
                                        .orElseGet(() -> reason(link, module, store))),
                answering);
    }

    private static Optional<LinkEnd> answering(ModuleState state) {
        return state.getAnsweringNodeId().isEmpty()
                ? Optional.empty()
                : Optional.of(new LinkEnd(
                        Optional.of(state.getAnsweringNodeId().toLowerCase(Locale.ROOT)),
                        Optional.of(Integer.toUnsignedLong(state.getAnsweringInterfaceId()))));
    }

    private static String name(LinkEnd end) {
        return "module " + end.interfaceId().map(String::valueOf).orElse("?") + " of node "
                + end.nodeId().orElse("?");
    }

    private static LinkStatus status(PhysLink link, boolean making, long stored) {
        if (making) {
            return LinkStatus.ACTIVE;
        }
        if (stored > 0) {
            return LinkStatus.PASSIVE;
        }
        return link.enabled() ? LinkStatus.PENDING : LinkStatus.OFF;
    }

    private static String reason(PhysLink link, PartReport<ModuleState> module, Optional<LinkStoreLevel> store) {
        if (!link.enabled()) {
            return "qkdl_enable is false";
        }
        return switch (module) {
            case PartReport.Unreachable<ModuleState> lost -> lost.reason();
            case PartReport.Reported<ModuleState> heard
            when !heard.report().getLinkId().equals(link.id()) -> "the module has not taken the link yet";
            case PartReport.Reported<ModuleState> heard
            when !heard.report().getReason().isEmpty() -> heard.report().getReason();
            case PartReport.Reported<ModuleState> heard ->
                store.map(LinkStoreLevel::getReason)
                        .filter(text -> !text.isEmpty())
                        .orElse("the module makes no key yet");
        };
    }

    private PartReport<ModuleState> module(PhysLink link) {
        return link.local()
                .interfaceId()
                .flatMap(id -> Optional.ofNullable(snapshot.modules().get(Math.toIntExact(id))))
                .orElseGet(() -> new PartReport.Unreachable<>("this node has no such module"));
    }

    private Optional<LinkStoreLevel> store(String linkId) {
        return snapshot.keyStores().latest().stream()
                .flatMap(report -> report.getLinksList().stream())
                .filter(level -> level.getLinkId().equals(linkId))
                .findFirst();
    }
}
