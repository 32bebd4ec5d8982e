package org.qkdn.agent.yang;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.desired.Link;
import org.qkdn.agent.desired.LinkEnd;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.desired.QkdInterface;
import org.qkdn.agent.desired.Role;
import org.qkdn.agent.desired.UntypedLink;
import org.qkdn.agent.desired.VirtLink;

/** From the data tree of ETSI GS QKD 015 to the agent's own records. */
public final class ConfigurationReader {
    private ConfigurationReader() {}

    public static NodeConfiguration read(ContainerNode root) {
        var node = TreeView.of(root).container("qkd_node");
        return new NodeConfiguration(
                node.uuid("qkdn_id"),
                byId(
                        node.container("qkd_interfaces")
                                .entries("qkd_interface")
                                .map(ConfigurationReader::qkdInterface),
                        QkdInterface::id),
                byId(node.container("qkd_links").entries("qkd_link").map(ConfigurationReader::link), Link::id),
                byId(
                        node.container("qkd_applications").entries("qkd_app").map(ConfigurationReader::application),
                        Application::id));
    }

    private static QkdInterface qkdInterface(TreeView entry) {
        var capabilities = entry.container("qkdi_capabilities");
        return new QkdInterface(
                entry.number("qkdi_id").orElseThrow(),
                entry.text("qkdi_model"),
                entry.identity("qkdi_type"),
                capabilities.identity("role_support").map(Role::valueOf),
                capabilities.text("wavelength_range"),
                capabilities.decimal("max_absorption").map(Decimal64::decimalValue));
    }

    private static Link link(TreeView entry) {
        // keys stay as written: they name entries of the tree
        var id = entry.text("qkdl_id").orElseThrow();
        var enabled = entry.flag("qkdl_enable").orElse(true);
        var local = end(entry.container("qkdl_local"));
        var remote = end(entry.container("qkdl_remote"));
        return switch (entry.identity("qkdl_type").orElse("")) {
            case "PHYS" ->
                new PhysLink(
                        id,
                        enabled,
                        local,
                        remote,
                        entry.decimal("phys_channel_att").map(Decimal64::decimalValue),
                        entry.text("phys_wavelength"),
                        entry.identity("phys_qkd_role").map(Role::valueOf));
            case "VIRT" ->
                new VirtLink(id, enabled, local, remote, entry.uuid("virt_prev_hop"), entry.uuids("virt_next_hop"));
            default -> new UntypedLink(id, enabled, local, remote);
        };
    }

    private static LinkEnd end(TreeView container) {
        return new LinkEnd(container.uuid("qkdn_id"), container.number("qkdi_id"));
    }

    private static Application application(TreeView entry) {
        var quality = entry.container("app_qos");
        return new Application(
                entry.text("app_id").orElseThrow(),
                entry.identity("app_type").map(Application.Kind::valueOf),
                entry.text("server_app_id"),
                entry.texts("client_app_id"),
                entry.number("app_priority").orElse(0L),
                new Application.QualityOfService(
                        quality.number("max_bandwidth").orElse(0L),
                        quality.number("min_bandwidth").orElse(0L),
                        quality.number("ttl").orElse(0L)),
                entry.uuids("backing_qkdl_id"),
                entry.extensionText("combination").filter(name -> !name.equals(Application.SINGLE)),
                entry.uuid("local_qkdn_id"),
                entry.uuid("remote_qkdn_id"),
                entry.text("expiration_time").map(ConfigurationReader::instant),
                parts(entry));
    }

    private static Map<String, Long> parts(TreeView application) {
        return application
                .extensionEntries("part")
                .collect(Collectors.toMap(
                        part -> part.extensionText("link-id").orElseThrow().toLowerCase(Locale.ROOT),
                        part -> part.extensionText("rate").map(Long::valueOf).orElse(0L),
                        (first, second) -> second));
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static <K, V> Map<K, V> byId(Stream<V> values, Function<V, K> id) {
        return values.collect(Collectors.toMap(id, Function.identity(), (first, second) -> second, LinkedHashMap::new));
    }
}
