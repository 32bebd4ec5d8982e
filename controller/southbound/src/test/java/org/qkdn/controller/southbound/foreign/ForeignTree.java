package org.qkdn.controller.southbound.foreign;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** What a foreign agent holds: one tree for all its protocols, in its own handling of XML. */
final class ForeignTree {
    static final String NODE = "urn:etsi:qkd:yang:etsi-qkd-node";
    static final String TYPES = "urn:etsi:qkd:yang:etsi-qkd-node-types";

    private static final String NETCONF = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static final Map<String, String> KEYS =
            Map.of("qkd_link", "qkdl_id", "qkd_app", "app_id", "part", "link-id");
    private static final Set<String> LEAF_LISTS = Set.of("client_app_id", "backing_qkdl_id", "virt_next_hop");
    private static final Set<String> IDENTITIES = Set.of("qkdl_type", "app_type", "phys_qkd_role", "qkdl_status");
    private static final Set<String> UUIDS = Set.of(
            "qkdl_id",
            "app_id",
            "qkdn_id",
            "backing_qkdl_id",
            "virt_next_hop",
            "virt_prev_hop",
            "local_qkdn_id",
            "remote_qkdn_id");

    private final UUID id;
    private final Set<Quirk> quirks;
    private final Map<String, String> statuses = new HashMap<>();
    private Element root;

    ForeignTree(UUID id, Set<Quirk> quirks) {
        this.id = id;
        this.quirks = quirks;
        root = parse(String.format("""
                <qkd_node xmlns="%s"><qkdn_id>%s</qkdn_id><qkdn_version>foreign</qkdn_version>
                <qkd_interfaces><qkd_interface><qkdi_id>1</qkdi_id><qkdi_model>X1</qkdi_model></qkd_interface>
                </qkd_interfaces></qkd_node>""", NODE, id));
        if (quirks.contains(Quirk.TERAFLOW_LINKS)) {
            final var edit = parse(String.format(
                    """
                    <qkd_node xmlns="%1$s" xmlns:t="%2$s"><qkd_links>
                    <qkd_link><qkdl_id>%3$s</qkdl_id><qkdl_type>t:VIRT</qkdl_type><virt_next_hop>%4$s</virt_next_hop>
                    <virt_next_hop>%5$s</virt_next_hop><virt_bandwidth>0</virt_bandwidth></qkd_link>
                    <qkd_link><qkdl_id>%6$s</qkdl_id><qkdl_type>t:VIRT</qkdl_type><virt_prev_hop>%4$s</virt_prev_hop>
                    <virt_bandwidth>0</virt_bandwidth></qkd_link></qkd_links></qkd_node>""", NODE, TYPES, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()));
            merge(root, edit);
        }
    }

    /** What is wrong with an edit: an error-tag, a message, and what its error-info would name. */
    record Fault(String tag, String message, String element) {}

    static Element parse(String xml) {
        try {
            return builder()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new IllegalArgumentException(xml, e);
        }
    }

    private static DocumentBuilderFactory builder() throws ParserConfigurationException {
        final var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory;
    }

    synchronized void status(UUID link, String status) {
        statuses.put(link.toString(), status);
    }

    /** How many entries a list holds. */
    synchronized int count(String list) {
        return root.getElementsByTagNameNS(NODE, list).getLength();
    }

    /** The text of each leaf of that name, in whatever entry. */
    synchronized List<String> leaves(String name) {
        return all(root, name).stream().map(Node::getTextContent).toList();
    }

    /** Carries an edit out, all of it or nothing. */
    synchronized List<Fault> edit(Element edit) {
        final var faults = faults(edit);
        if (faults.isEmpty()) {
            merge(root, edit);
        }
        return faults;
    }

    synchronized List<Fault> faults(Element edit) {
        final var faults = new ArrayList<Fault>();
        if (quirks.contains(Quirk.TYPES_ONLY_IMPORTED)) {
            all(edit, IDENTITIES)
                    .forEach(leaf -> faults.add(new Fault(
                            "invalid-value",
                            "Invalid identityref \"" + leaf.getTextContent()
                                    + "\" value - identity found in non-implemented module \"etsi-qkd-node-types\".",
                            leaf.getLocalName())));
        }
        for (var type : List.of("PHYS", "VIRT")) {
            for (var leaf : all(edit, conditional(type))) {
                if (quirks.contains(Quirk.PUBLISHED_WHEN)) {
                    faults.add(new Fault(
                            "operation-failed",
                            "When condition \"qkdl_type = '" + type
                                    + "'\" not satisfied. (path \"/etsi-qkd-sdn-node:qkd_node" + "/qkd_links/qkd_link/"
                                    + leaf.getLocalName() + "\")",
                            ""));
                } else if (quirks.contains(Quirk.UNKNOWN_ELEMENT)) {
                    faults.add(new Fault("unknown-element", "", leaf.getLocalName()));
                }
            }
        }
        all(edit, "qkdl_status")
                .forEach(
                        leaf -> faults.add(new Fault("operation-failed", "Unexpected data state node", "qkdl_status")));
        return faults;
    }

    /** What it shows: configuration with state, as its quirks have it. */
    synchronized Element shown() {
        final var shown = (Element) root.cloneNode(true);
        for (var link : all(shown, "qkd_link")) {
            final var name = text(link, "qkdl_id");
            final var isPhysical = child(link, "qkdl_local")
                    .flatMap(end -> child(end, "qkdi_id"))
                    .isPresent();
            final var status = statuses.getOrDefault(name, "ACTIVE");
            if (!quirks.contains(Quirk.NO_STATUS)) {
                add(link, "qkdl_status", "t:" + status);
            }
            if (isPhysical && !quirks.contains(Quirk.NO_PERFORMANCE)) {
                final var performance = add(link, "qkdl_performance", "");
                add(performance, "expected_consumption", "0");
                add(performance, "skr", quirks.contains(Quirk.ZERO_RATES) || !status.equals("ACTIVE") ? "0" : "4000");
            }
            if (!isPhysical && quirks.contains(Quirk.TERAFLOW_HOPS)) {
                child(link, "virt_bandwidth").ifPresent(leaf -> leaf.setTextContent("0"));
                add(
                        link,
                        "virt_next_hop",
                        UUID.nameUUIDFromBytes(new byte[] {7}).toString());
            }
        }
        all(shown, IDENTITIES)
                .forEach(leaf ->
                        leaf.setTextContent((quirks.contains(Quirk.BARE_IDENTITIES) ? "" : "etsi-qkd-node-types:")
                                + leaf.getTextContent()
                                        .substring(leaf.getTextContent().indexOf(':') + 1)));
        if (quirks.contains(Quirk.UPPER_CASE_UUIDS)) {
            all(shown, UUIDS)
                    .forEach(leaf -> leaf.setTextContent(leaf.getTextContent().toUpperCase(Locale.ROOT)));
        }
        return shown;
    }

    /** Where a request of RESTCONF points: below qkd_node, entries by {@code list=key}. */
    synchronized boolean delete(String path) {
        var at = Optional.of(root);
        for (var step : path.split("/", -1)) {
            at = at.flatMap(parent -> child(parent, step));
        }
        at.ifPresent(found -> found.getParentNode().removeChild(found));
        return at.isPresent();
    }

    /** Creates an entry, or takes it in the place of the one that is there. */
    synchronized List<Fault> put(String container, Element entry) {
        final var faults = faults(entry);
        if (faults.isEmpty()) {
            final var parent = child(root, container).orElseGet(() -> add(root, container, ""));
            match(parent, entry).ifPresent(parent::removeChild);
            parent.appendChild(parent.getOwnerDocument().importNode(entry, true));
        }
        return faults;
    }

    UUID id() {
        return id;
    }

    private static Set<String> conditional(String type) {
        return type.equals("PHYS")
                ? Set.of("phys_wavelength", "phys_channel_att", "phys_qkd_role")
                : Set.of("virt_prev_hop", "virt_next_hop", "virt_bandwidth");
    }

    private static void merge(Element into, Element edit) {
        for (var change : children(edit)) {
            final var there = match(into, change);
            switch (change.getAttributeNS(NETCONF, "operation")) {
                case "delete", "remove" -> there.ifPresent(into::removeChild);
                case "replace" -> {
                    there.ifPresent(into::removeChild);
                    into.appendChild(into.getOwnerDocument().importNode(change, true));
                }
                default -> {
                    if (there.isEmpty()) {
                        final var added = (Element)
                                into.appendChild(into.getOwnerDocument().importNode(change, false));
                        if (children(change).isEmpty()) {
                            added.setTextContent(change.getTextContent());
                        }
                        merge(added, change);
                    } else if (children(change).isEmpty()) {
                        there.get().setTextContent(change.getTextContent());
                    } else {
                        merge(there.get(), change);
                    }
                }
            }
        }
    }

    private static Optional<Element> match(Element into, Element entry) {
        final var name = entry.getLocalName();
        if (KEYS.containsKey(name)) {
            return child(into, name + "=" + text(entry, KEYS.get(name)));
        }
        return LEAF_LISTS.contains(name) ? child(into, name + "=" + entry.getTextContent()) : child(into, name);
    }

    private static Optional<Element> child(Element parent, String step) {
        final var equals = step.indexOf('=');
        final var name = equals < 0 ? step : step.substring(0, equals);
        return children(parent).stream()
                .filter(each -> each.getLocalName().equals(name))
                .filter(each -> equals < 0
                        || (KEYS.containsKey(name) ? text(each, KEYS.get(name)) : each.getTextContent())
                                .equals(step.substring(equals + 1)))
                .findFirst();
    }

    static List<Element> children(Element parent) {
        final var found = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    static String text(Element parent, String name) {
        return child(parent, name).map(Node::getTextContent).orElse("");
    }

    private static Element add(Element parent, String name, String text) {
        final Document document = parent.getOwnerDocument();
        final var added = (Element) parent.appendChild(document.createElementNS(NODE, name));
        added.setTextContent(text);
        return added;
    }

    private static List<Element> all(Element root, String name) {
        return all(root, Set.of(name));
    }

    private static List<Element> all(Element root, Set<String> names) {
        final var found = new ArrayList<Element>();
        for (var child : children(root)) {
            if (names.contains(child.getLocalName())) {
                found.add(child);
            }
            found.addAll(all(child, names));
        }
        return found;
    }
}
