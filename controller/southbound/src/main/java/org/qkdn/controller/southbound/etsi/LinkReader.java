package org.qkdn.controller.southbound.etsi;

import java.util.Optional;
import java.util.UUID;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.FarEnd;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/** Reads one qkd_link (ETSI GS QKD 015) with what our own agents report beside it (module qkdn-node-extension). */
final class LinkReader {
    /** QBER is a percentage on the wire with three decimals; one percent is 10 000 parts per million. */
    private static final int PERCENT_TO_PPM = 4;

    private LinkReader() {}

    static Optional<ReportedLink> read(NodeName node, Element entry, Habits habits) {
        return Leaf.uuid(entry, "qkdl_id")
                .map(KeyAssociationLinkId::new)
                .map(id -> isVirtual(entry) ? virtual(id, entry) : physical(id, node, entry, habits));
    }

    /** Where the type is not told: a link that begins at no module. */
    static boolean isVirtual(Element entry) {
        return Leaf.identity(entry, "qkdl_type")
                .map(type -> type.equals("VIRT"))
                .orElseGet(() -> Dom.find(entry, "qkdl_local", "qkdi_id").isEmpty());
    }

    /** In parts per million. */
    static Optional<Integer> qber(Element performance) {
        return Dom.children(performance, "phys_perf").stream()
                .filter(measured ->
                        Leaf.identity(measured, "perf_type").orElse("").equals("QBER"))
                .flatMap(measured -> Leaf.scaled(measured, "value", PERCENT_TO_PPM).stream())
                .findFirst();
    }

    static Optional<FarEnd> answering(Element performance) {
        return Leaf.uuid(performance, "answering-node")
                .flatMap(node -> Leaf.number(performance, "answering-interface").map(at -> new FarEnd(node, at)));
    }

    private static ReportedLink physical(KeyAssociationLinkId id, NodeName node, Element entry, Habits habits) {
        final var performance = Dom.child(entry, "qkdl_performance");
        final var status = habits.status(id, entry);
        return new ReportedLink.Phys(
                id,
                status,
                Leaf.flag(entry, "qkdl_enable").orElse(true),
                new ModuleId(node, interfaceAt(entry, "qkdl_local")),
                nodeAt(entry, "qkdl_remote"),
                interfaceAt(entry, "qkdl_remote"),
                Leaf.identity(entry, "phys_qkd_role", Role.class),
                Leaf.number(entry, "phys_wavelength")
                        .filter(n -> n >= 1 && n <= 9999)
                        .map(n -> new Channel(n.intValue())),
                Leaf.scaled(entry, "phys_channel_att", 3).map(Loss::new),
                habits.rate(status, entry),
                performance.flatMap(LinkReader::qber),
                performance.flatMap(p -> Leaf.number(p, "stored-bits")),
                performance.flatMap(p -> Dom.text(p, "reason")),
                performance.flatMap(LinkReader::answering));
    }

    private static ReportedLink virtual(KeyAssociationLinkId id, Element entry) {
        return new ReportedLink.Virt(
                id,
                status(entry),
                Leaf.flag(entry, "qkdl_enable").orElse(true),
                nodeAt(entry, "qkdl_local"),
                nodeAt(entry, "qkdl_remote"),
                Leaf.uuid(entry, "virt_prev_hop"),
                Leaf.uuids(entry, "virt_next_hop"),
                Leaf.rate(entry, "virt_bandwidth").orElse(SecretKeyRate.ZERO));
    }

    /** A link just written may have none yet: it waits for activation. */
    private static LinkStatus status(Element entry) {
        return Leaf.identity(entry, "qkdl_status", LinkStatus.class).orElse(LinkStatus.PENDING);
    }

    private static UUID nodeAt(Element entry, String end) {
        return Dom.child(entry, end).flatMap(e -> Leaf.uuid(e, "qkdn_id")).orElse(Etsi.UNKNOWN);
    }

    private static long interfaceAt(Element entry, String end) {
        return Dom.child(entry, end).flatMap(e -> Leaf.number(e, "qkdi_id")).orElse(Etsi.UNKNOWN_INTERFACE);
    }
}
