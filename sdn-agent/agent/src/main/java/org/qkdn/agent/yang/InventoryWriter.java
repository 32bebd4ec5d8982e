package org.qkdn.agent.yang;

import java.util.ArrayList;
import java.util.List;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.opendaylight.yangtools.yang.model.api.SchemaContext;
import org.qkdn.agent.AgentConfiguration;
import org.qkdn.agent.desired.Attachment;
import org.qkdn.agent.desired.QkdInterface;

/** What the agent itself puts into its configuration: who the node is and which modules it has. */
public final class InventoryWriter {
    private InventoryWriter() {}

    /** Configuration of a node that was never configured. */
    public static ContainerNode fresh(AgentConfiguration.Node node) {
        var children = new ArrayList<DataContainerChild>();
        children.add(Etsi015.leaf("qkdn_id", node.id()));
        if (!node.version().isEmpty()) {
            children.add(Etsi015.leaf("qkdn_version", node.version()));
        }
        if (!node.location().isEmpty()) {
            children.add(Etsi015.leaf("qkdn_location_id", node.location()));
        }
        return ImmutableNodes.newContainerBuilder()
                .withNodeIdentifier(new NodeIdentifier(SchemaContext.NAME))
                .withChild(Etsi015.container("qkd_node", children))
                .build();
    }

    public static void version(DataTreeModification change, String version) {
        change.write(Paths.node("qkdn_version"), Etsi015.leaf("qkdn_version", version));
    }

    /** Puts a module in, or brings it up to date. An attachment point that is there already is the operator's. */
    public static void module(DataTreeModification change, QkdInterface module, Attachment attachment) {
        var where = change.readNode(Paths.qkdInterface(module.id(), "qkdi_att_point"))
                .map(node -> (DataContainerChild) node)
                .orElseGet(() -> attachment(attachment));
        var children = new ArrayList<>(description(module));
        children.add(where);
        change.merge(
                Paths.node("qkd_interfaces"),
                Etsi015.container(
                        "qkd_interfaces", List.of(Etsi015.list("qkd_interface", List.of(entry(module, children))))));
    }

    public static void withoutModule(DataTreeModification change, long interfaceId) {
        change.delete(Paths.qkdInterface(interfaceId));
    }

    private static MapEntryNode entry(QkdInterface module, List<DataContainerChild> children) {
        return Etsi015.entry("qkd_interface", "qkdi_id", Uint32.valueOf(module.id()), children);
    }

    static DataContainerChild attachment(Attachment attachment) {
        return Etsi015.container(
                "qkdi_att_point",
                List.of(
                        Etsi015.leaf("device", attachment.device()),
                        Etsi015.leaf("port", Uint32.valueOf(attachment.port()))));
    }

    static List<DataContainerChild> description(QkdInterface module) {
        var leaves = new ArrayList<DataContainerChild>();
        module.model().ifPresent(model -> leaves.add(Etsi015.leaf("qkdi_model", model)));
        module.technology().ifPresent(type -> leaves.add(Etsi015.leaf("qkdi_type", Etsi015.identity(type))));
        var able = new ArrayList<DataContainerChild>();
        module.role().ifPresent(role -> able.add(Etsi015.leaf("role_support", Etsi015.identity(role.name()))));
        module.wavelengths().ifPresent(range -> able.add(Etsi015.leaf("wavelength_range", range)));
        module.maxAbsorptionDb()
                .ifPresent(limit -> able.add(
                        Etsi015.leaf("max_absorption", Decimal64.valueOf(limit).scaleTo(3))));
        leaves.add(Etsi015.container("qkdi_capabilities", able));
        return leaves;
    }
}
