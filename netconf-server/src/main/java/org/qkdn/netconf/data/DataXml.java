package org.qkdn.netconf.data;

import java.io.IOException;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import javax.xml.transform.dom.DOMResult;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.stream.NormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.api.schema.stream.NormalizedNodeWriter;
import org.opendaylight.yangtools.yang.data.codec.xml.XMLStreamNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.stmt.SchemaNodeIdentifier.Absolute;
import org.w3c.dom.Node;

/** Data to XML as NETCONF carries it. */
public final class DataXml {
    private static final XMLOutputFactory OUTPUT = XMLOutputFactory.newDefaultFactory();

    private DataXml() {}

    /** Top-level nodes, as children of {@code parent}. */
    public static void append(EffectiveModelContext model, Iterable<? extends NormalizedNode> nodes, Node parent) {
        try {
            write(XMLStreamNormalizedNodeStreamWriter.create(stream(parent), model), nodes);
            declarePrefixes(model, parent);
        } catch (XMLStreamException | IOException e) {
            throw new IllegalArgumentException("data does not fit the model", e);
        }
    }

    /** In the paths of access control rules, which are mere text to the model. */
    public static void declarePrefixes(EffectiveModelContext model, Node parent) {
        Dom.children(parent).stream()
                .filter(element -> NodePaths.NACM.equals(element.getNamespaceURI()))
                .forEach(element -> NodePaths.declarePrefixes(element, model));
    }

    /** The body of a notification, as a child of {@code parent}. */
    public static void appendNotification(EffectiveModelContext model, ContainerNode notification, Node parent) {
        final var path = Absolute.of(notification.name().getNodeType());
        try {
            final var stream = stream(parent);
            write(XMLStreamNormalizedNodeStreamWriter.create(stream, model, path), List.of(notification));
        } catch (XMLStreamException | IOException e) {
            throw new IllegalArgumentException("notification does not fit the model", e);
        }
    }

    /** The children of an rpc's output, as children of {@code parent}. */
    public static void appendOutput(EffectiveModelContext model, Absolute rpc, ContainerNode output, Node parent) {
        try {
            write(XMLStreamNormalizedNodeStreamWriter.forOutputOf(stream(parent), model, rpc), output.body());
        } catch (XMLStreamException | IOException e) {
            throw new IllegalArgumentException("output does not fit the model", e);
        }
    }

    private static XMLStreamWriter stream(Node parent) throws XMLStreamException {
        return OUTPUT.createXMLStreamWriter(new DOMResult(parent));
    }

    private static void write(NormalizedNodeStreamWriter to, Iterable<? extends NormalizedNode> nodes)
            throws IOException {
        try (var writer = NormalizedNodeWriter.forStreamWriter(to, true)) {
            for (var node : nodes) {
                writer.write(UnionBits.plain(node));
            }
        }
    }
}
