package org.qkdn.controller.southbound.etsi;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import javax.xml.XMLConstants;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Rpc;
import org.w3c.dom.Element;

/**
 * Writes a difference as one edit of qkd_node, to be merged. Never writes qkdl_status, which belongs to the node, and
 * never replaces or deletes anything but links and applications.
 */
public final class EditWriter {
    private static final String PREFIX = "etsi-qkdn-types";

    private final Dialect dialect;
    private final Element root = Dom.root(Etsi.NODE, Etsi.ROOT);

    private EditWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    public static Element write(Difference difference, Dialect dialect) {
        final var writer = new EditWriter(dialect);
        if (!difference.applications().isEmpty()
                || !difference.unwantedApplications().isEmpty()) {
            writer.applications(difference);
        }
        if (!difference.links().isEmpty() || !difference.unwantedLinks().isEmpty()) {
            writer.links(difference);
        }
        return writer.root;
    }

    private void applications(Difference difference) {
        final var list = Dom.add(root, "qkd_applications");
        difference.unwantedApplications().forEach(id -> delete(list, "qkd_app", "app_id", id.toString()));
        difference.applications().forEach(change -> {
            final var entry = Dom.add(list, "qkd_app");
            Dom.leaf(entry, "app_id", change.desired().id().toString());
            switch (change.desired()) {
                case DesiredApplication.Client client -> client(entry, client, change.present());
                case DesiredApplication.Relay relay -> relay(entry, relay, change.present());
            }
        });
    }

    private void client(Element entry, DesiredApplication.Client client, Optional<ReportedApplication> present) {
        identity(entry, "app_type", "CLIENT");
        Dom.leaf(entry, "server_app_id", client.server().value());
        present.ifPresent(p -> p.clients().stream()
                .filter(old -> !old.equals(client.client().value()))
                .forEach(old -> gone(entry, "client_app_id", old)));
        Dom.leaf(entry, "client_app_id", client.client().value());
        Dom.leaf(entry, "app_priority", Integer.toString(client.priority()));
        final var qos = Dom.add(entry, "app_qos");
        replaced(
                qos,
                "max_bandwidth",
                present.flatMap(ReportedApplication::maxRate).map(EditWriter::text),
                client.maxRate().map(EditWriter::text));
        Dom.leaf(qos, "min_bandwidth", text(client.minRate()));
        replaced(
                qos,
                "jitter",
                present.flatMap(ReportedApplication::jitterMillis).map(String::valueOf),
                client.jitterMillis().map(ms -> Long.toString(Sameness.clamped(ms))));
        replaced(
                qos,
                "ttl",
                present.flatMap(ReportedApplication::ttlSeconds).map(String::valueOf),
                client.ttlSeconds().map(s -> Long.toString(Sameness.clamped(s))));
        backing(entry, client.backing(), present);
        combination(entry, client.combination(), present);
        parts(entry, client.parts(), present);
        Dom.leaf(entry, "local_qkdn_id", client.localNode().toString());
        Dom.leaf(entry, "remote_qkdn_id", client.remoteNode().toString());
    }

    private void relay(Element entry, DesiredApplication.Relay relay, Optional<ReportedApplication> present) {
        identity(entry, "app_type", "INTERNAL");
        Dom.leaf(entry, "server_app_id", Sameness.server(relay.virt()));
        Dom.leaf(Dom.add(entry, "app_qos"), "min_bandwidth", text(relay.rate()));
        backing(entry, List.of(relay.backing()), present);
        combination(entry, Combination.SINGLE, present);
        parts(entry, Collections.emptySortedMap(), present);
        Dom.leaf(entry, "local_qkdn_id", relay.localNode().toString());
        Dom.leaf(entry, "remote_qkdn_id", relay.remoteNode().toString());
    }

    private static void backing(
            Element entry, List<KeyAssociationLinkId> wanted, Optional<ReportedApplication> present) {
        present.ifPresent(p -> p.backing().stream()
                .filter(old -> !wanted.contains(old))
                .forEach(old -> gone(entry, "backing_qkdl_id", old.toString())));
        wanted.forEach(link -> Dom.leaf(entry, "backing_qkdl_id", link.toString()));
    }

    /** A leaf of our own extension, of which nothing is said to a server that holds none. */
    private static void combination(Element entry, Combination wanted, Optional<ReportedApplication> present) {
        final var old = present.map(ReportedApplication::combination).orElse(Combination.SINGLE);
        if (wanted != Combination.SINGLE || old != Combination.SINGLE) {
            final var leaf = Dom.add(entry, Etsi.EXTENSION, "combination");
            leaf.setTextContent((wanted == Combination.SINGLE ? old : wanted).toString());
            if (wanted == Combination.SINGLE) {
                operation(leaf, "delete");
            }
        }
    }

    /** A list of our own extension. */
    private static void parts(
            Element entry,
            SortedMap<KeyAssociationLinkId, SecretKeyRate> wanted,
            Optional<ReportedApplication> present) {
        present.ifPresent(p -> p.parts().keySet().stream()
                .filter(old -> !wanted.containsKey(old))
                .forEach(old -> {
                    final var part = part(entry, old);
                    operation(part, "delete");
                }));
        wanted.forEach((link, rate) -> {
            final var part = part(entry, link);
            Dom.add(part, Etsi.EXTENSION, "rate").setTextContent(text(rate));
        });
    }

    private static Element part(Element entry, KeyAssociationLinkId link) {
        final var part = Dom.add(entry, Etsi.EXTENSION, "part");
        Dom.add(part, Etsi.EXTENSION, "link-id").setTextContent(link.toString());
        return part;
    }

    private void links(Difference difference) {
        final var list = Dom.add(root, "qkd_links");
        difference.unwantedLinks().forEach(id -> delete(list, "qkd_link", "qkdl_id", id.toString()));
        difference.links().forEach(change -> {
            final var entry = Dom.add(list, "qkd_link");
            Dom.leaf(entry, "qkdl_id", change.desired().id().toString());
            switch (change.desired()) {
                case DesiredLink.Phys phys -> physical(entry, phys, change.present());
                case DesiredLink.Virt virt -> virtual(entry, virt, change.present());
            }
        });
    }

    private void physical(Element entry, DesiredLink.Phys link, Optional<ReportedLink> present) {
        if (present.isPresent() && !(present.get() instanceof ReportedLink.Phys)) {
            operation(entry, "replace");
        }
        Dom.leaf(entry, "qkdl_enable", Boolean.toString(link.enabled()));
        end(entry, "qkdl_local", link.localNode(), Optional.of(link.localInterface()));
        end(entry, "qkdl_remote", link.remoteNode(), Optional.of(link.remoteInterface()));
        identity(entry, "qkdl_type", "PHYS");
        if (dialect.hasConditionalLeaves()) {
            Dom.leaf(
                    entry,
                    "phys_channel_att",
                    BigDecimal.valueOf(link.loss().milliDb(), 3).toPlainString());
            Dom.leaf(entry, "phys_wavelength", Integer.toString(link.channel().number()));
            identity(entry, "phys_qkd_role", link.role().name());
        }
    }

    private void virtual(Element entry, DesiredLink.Virt link, Optional<ReportedLink> present) {
        var old = Optional.<ReportedLink.Virt>empty();
        if (present.isPresent()) {
            if (present.get() instanceof ReportedLink.Virt virt) {
                old = Optional.of(virt);
            } else {
                operation(entry, "replace");
            }
        }
        Dom.leaf(entry, "qkdl_enable", "true");
        end(entry, "qkdl_local", link.localEnd(), Optional.empty());
        end(entry, "qkdl_remote", link.remoteEnd(), Optional.empty());
        identity(entry, "qkdl_type", "VIRT");
        if (dialect.hasConditionalLeaves()) {
            replaced(
                    entry,
                    "virt_prev_hop",
                    old.flatMap(ReportedLink.Virt::previousHop).map(UUID::toString),
                    link.previousHop().map(UUID::toString));
            old.ifPresent(o -> o.nextHops().stream()
                    .filter(hop -> !link.nextHop().equals(Optional.of(hop)))
                    .forEach(hop -> gone(entry, "virt_next_hop", hop.toString())));
            link.nextHop().ifPresent(hop -> Dom.leaf(entry, "virt_next_hop", hop.toString()));
            Dom.leaf(entry, "virt_bandwidth", text(link.bandwidth()));
        }
    }

    private static void end(Element entry, String name, UUID node, Optional<Long> module) {
        final var end = Dom.add(entry, name);
        Dom.leaf(end, "qkdn_id", node.toString());
        module.ifPresent(id -> Dom.leaf(end, "qkdi_id", id.toString()));
    }

    private void identity(Element entry, String name, String value) {
        if (!dialect.hasIdentities()) {
            return;
        }
        final var leaf = Dom.leaf(entry, name, PREFIX + ":" + value);
        leaf.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + PREFIX, Etsi.TYPES);
    }

    private static void replaced(Element parent, String name, Optional<String> old, Optional<String> wanted) {
        if (wanted.isPresent()) {
            Dom.leaf(parent, name, wanted.get());
        } else {
            old.ifPresent(value -> gone(parent, name, value));
        }
    }

    /** With its value: parsers refuse an empty leaf even when it is to be deleted. */
    private static void gone(Element parent, String name, String value) {
        operation(Dom.leaf(parent, name, value), "delete");
    }

    private static void delete(Element list, String name, String key, String id) {
        final var entry = Dom.add(list, name);
        operation(entry, "delete");
        Dom.leaf(entry, key, id);
    }

    private static void operation(Element element, String operation) {
        element.setAttributeNS(Rpc.BASE, "nc:operation", operation);
    }

    private static String text(SecretKeyRate rate) {
        return Long.toString(Sameness.clamped(rate.bitsPerSecond()));
    }
}
