package org.qkdn.agent.yang;

import java.util.ArrayList;
import java.util.List;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.qkdn.agent.report.NodeEvent;

/** From what happened to the notifications of ETSI GS QKD 015. */
public final class NotificationWriter {
    private final String nodeId;

    public NotificationWriter(String nodeId) {
        this.nodeId = nodeId;
    }

    public ContainerNode write(NodeEvent event) {
        return switch (event) {
            case NodeEvent.ApplicationNew asked ->
                about(
                        "sdqkdn_application_new",
                        "qkd_application",
                        List.of(
                                Etsi015.leaf("app_type", Etsi015.identity("CLIENT")),
                                Etsi015.leaf("server_app_id", asked.masterSae()),
                                Etsi015.leafList("client_app_id", List.of(asked.slaveSae())),
                                Etsi015.leaf("local_qkdn_id", nodeId)));
            case NodeEvent.LinkDown down ->
                about(
                        "sdqkdn_link_down",
                        "qkd_link",
                        List.of(
                                Etsi015.leaf("qkdl_id", down.linkId()),
                                Etsi015.leaf("reason", Text.printable(down.reason()))));
            case NodeEvent.LinkPerformance changed ->
                about(
                        "sdqkdn_link_perf_update",
                        "qkd_link",
                        List.of(
                                Etsi015.leaf("qkdl_id", changed.linkId()),
                                Etsi015.container("performance", StateWriter.performance(changed.condition()))));
            case NodeEvent.InterfaceDown down ->
                about(
                        "sdqkdn_interface_down",
                        "qkd_interface",
                        List.of(
                                Etsi015.leaf("qkdi_id", Uint32.valueOf(down.interfaceId())),
                                Etsi015.leaf("reason", Text.printable(down.reason()))));
            case NodeEvent.InterfaceNew found -> {
                var children = new ArrayList<DataContainerChild>();
                children.add(
                        Etsi015.leaf("qkdi_id", Uint32.valueOf(found.module().id())));
                children.addAll(InventoryWriter.description(found.module()));
                children.add(InventoryWriter.attachment(found.attachment()));
                yield about("sdqkdn_interface_new", "qkd_interface", children);
            }
        };
    }

    private static ContainerNode about(String notification, String subject, List<? extends DataContainerChild> leaves) {
        return Etsi015.container(notification, List.of(Etsi015.container(subject, leaves)));
    }
}
