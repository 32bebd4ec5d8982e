package org.qkdn.controller.southbound.etsi;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.AttachmentPoint;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/**
 * Reads qkd_node (ETSI GS QKD 015 V2.1.1). Liberal: prefixes of identities do not matter, missing leaves get the model's
 * default or stand for "not known". Only an entry without its key is passed over, for nothing could be said about it.
 */
public final class ReportReader {
    private ReportReader() {}

    /** What the agent leaves out stands for what its habits say, and is named among the report's limitations. */
    public static NodeReport read(NodeName node, Element qkdNode, Habits habits) {
        habits.see(entries(qkdNode, "qkd_links", "qkd_link"));
        return new NodeReport(
                node,
                Leaf.uuid(qkdNode, "qkdn_id").orElse(Etsi.UNKNOWN),
                Leaf.identity(qkdNode, "qkdn_status").orElse("OPERATING"),
                entries(qkdNode, "qkd_interfaces", "qkd_interface")
                        .flatMap(entry -> module(node, entry).stream())
                        .toList(),
                entries(qkdNode, "qkd_links", "qkd_link")
                        .flatMap(entry -> LinkReader.read(node, entry, habits).stream())
                        .toList(),
                entries(qkdNode, "qkd_applications", "qkd_app")
                        .flatMap(entry -> application(entry).stream())
                        .toList(),
                habits.reportsAll(),
                habits.limitations());
    }

    private static Stream<Element> entries(Element qkdNode, String container, String list) {
        return Dom.child(qkdNode, container).map(c -> Dom.children(c, list)).orElse(List.of()).stream();
    }

    private static Optional<QkdModule> module(NodeName node, Element entry) {
        final var capabilities = Dom.child(entry, "qkdi_capabilities");
        final var status = Leaf.identity(entry, "qkdi_status").orElse("ENABLED");
        return Leaf.number(entry, "qkdi_id")
                .map(id -> new QkdModule(
                        new ModuleId(node, id),
                        Dom.text(entry, "qkdi_model").orElse(""),
                        Leaf.identity(entry, "qkdi_type").orElse(""),
                        capabilities
                                .flatMap(c -> Leaf.identity(c, "role_support", Role.class))
                                .orElse(Role.TRANSCEIVER),
                        capabilities
                                .flatMap(c -> Dom.text(c, "wavelength_range"))
                                .orElse(""),
                        capabilities
                                .flatMap(c -> Leaf.scaled(c, "max_absorption", 3))
                                .map(Loss::new),
                        Dom.child(entry, "qkdi_att_point").flatMap(ReportReader::attachment),
                        status.equals("ENABLED")));
    }

    private static Optional<AttachmentPoint> attachment(Element entry) {
        return Dom.text(entry, "device")
                .flatMap(device -> Leaf.number(entry, "port").map(port -> new AttachmentPoint(device, port)));
    }

    private static Optional<ReportedApplication> application(Element entry) {
        final var server = Dom.text(entry, "server_app_id").orElse("");
        final var qos = Dom.child(entry, "app_qos");
        return Leaf.uuid(entry, "app_id")
                .map(id -> new ReportedApplication(
                        new ApplicationId(id),
                        Leaf.identity(entry, "app_type")
                                .map(type -> type.equals("INTERNAL"))
                                .orElse(server.startsWith("urn:uuid:")),
                        server,
                        Dom.children(entry, "client_app_id").stream()
                                .map(client -> client.getTextContent().strip())
                                .toList(),
                        Leaf.number(entry, "app_priority")
                                .map(n -> (int) Math.min(n, Integer.MAX_VALUE))
                                .orElse(0),
                        qos.flatMap(q -> Leaf.rate(q, "min_bandwidth")).orElse(SecretKeyRate.ZERO),
                        qos.flatMap(q -> Leaf.rate(q, "max_bandwidth")),
                        qos.flatMap(q -> Leaf.number(q, "ttl")),
                        Leaf.uuids(entry, "backing_qkdl_id").stream()
                                .map(KeyAssociationLinkId::new)
                                .toList(),
                        Dom.text(entry, "combination")
                                .flatMap(Combination::named)
                                .orElse(Combination.SINGLE),
                        Leaf.uuid(entry, "local_qkdn_id"),
                        Leaf.uuid(entry, "remote_qkdn_id"),
                        qos.flatMap(q -> Leaf.number(q, "jitter")),
                        parts(entry)));
    }

    private static SortedMap<KeyAssociationLinkId, SecretKeyRate> parts(Element application) {
        final var parts = new TreeMap<KeyAssociationLinkId, SecretKeyRate>();
        Dom.children(application, "part").forEach(part -> Leaf.uuid(part, "link-id")
                .ifPresent(link -> parts.put(
                        new KeyAssociationLinkId(link), Leaf.rate(part, "rate").orElse(SecretKeyRate.ZERO))));
        return parts;
    }
}
