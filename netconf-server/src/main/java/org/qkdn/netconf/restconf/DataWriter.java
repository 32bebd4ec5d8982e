package org.qkdn.netconf.restconf;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.dom.DOMResult;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.restconf.api.query.DepthParam;
import org.opendaylight.restconf.server.spi.NormalizedNodeWriter;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.stream.NormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.codec.gson.JSONNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.codec.xml.XMLStreamNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.util.SchemaInferenceStack.Inference;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.DataXml;
import org.qkdn.netconf.data.Dom;

/** Data resources as bodies of answers (RFC 8040 4.3, RFC 7951). */
record DataWriter(YangModel model) {
    private static final XMLOutputFactory OUTPUT = XMLOutputFactory.newDefaultFactory();

    byte[] write(Target target, NormalizedNode data, Encoding encoding, Optional<DepthParam> depth) throws Refusal {
        if (data instanceof ContainerNode container && container.isEmpty() && !target.isDatastore()) {
            return empty(container, encoding);
        }
        return switch (encoding) {
            case JSON -> json(target, data, depth).getBytes(StandardCharsets.UTF_8);
            case XML -> xml(target, data, depth);
        };
    }

    /** The codecs leave out a container that is there although nothing is in it. */
    private byte[] empty(ContainerNode container, Encoding encoding) {
        final var name = container.name().getNodeType();
        return switch (encoding) {
            case JSON ->
                "{\"%s:%s\":{}}"
                        .formatted(
                                model.context()
                                        .findModule(name.getModule())
                                        .orElseThrow()
                                        .getName(),
                                name.getLocalName())
                        .getBytes(StandardCharsets.UTF_8);
            case XML -> {
                final var document = XmlUtil.newDocument();
                Dom.append(document, name.getNamespace().toString(), name.getLocalName());
                yield ErrorBody.bytes(document);
            }
        };
    }

    private String json(Target target, NormalizedNode data, Optional<DepthParam> depth) {
        final var text = new StringWriter();
        try (var json = new JsonWriter(text)) {
            json.beginObject();
            if (target.isDatastore()) {
                json.name("ietf-restconf:data").beginObject();
            }
            write(
                    JSONNormalizedNodeStreamWriter.createNestedWriter(
                            model.databind().jsonCodecs(), holder(target), null, json),
                    target,
                    data,
                    depth);
            if (target.isDatastore()) {
                json.endObject();
            }
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private byte[] xml(Target target, NormalizedNode data, Optional<DepthParam> depth) throws Refusal {
        final var document = XmlUtil.newDocument();
        final var parent = Dom.append(document, Body.RESTCONF, "data");
        try {
            write(
                    XMLStreamNormalizedNodeStreamWriter.create(
                            OUTPUT.createXMLStreamWriter(new DOMResult(parent)), holder(target)),
                    target,
                    data,
                    depth);
        } catch (XMLStreamException | IOException e) {
            throw new IllegalStateException("data that fits the model cannot be written", e);
        }
        DataXml.declarePrefixes(model.context(), parent);
        if (!target.isDatastore()) {
            final var elements = Dom.children(parent);
            if (elements.size() != 1) {
                throw Refusal.bad("there are " + elements.size() + " of them, and XML has one root; ask for JSON");
            }
            document.replaceChild(elements.getFirst(), parent);
        }
        return ErrorBody.bytes(document);
    }

    private static Inference holder(Target target) {
        return (target.isDatastore() ? target : target.holder()).path().inference();
    }

    private static void write(
            NormalizedNodeStreamWriter stream, Target target, NormalizedNode data, Optional<DepthParam> depth)
            throws IOException {
        final var writer = NormalizedNodeWriter.forStreamWriter(stream, depth.orElse(null));
        switch (data) {
            case ContainerNode root
            when target.isDatastore() -> {
                for (var child : root.body()) {
                    writer.write(child);
                }
            }
            case MapEntryNode entry ->
                writer.write(ImmutableNodes.newSystemMapBuilder()
                        .withNodeIdentifier(new NodeIdentifier(entry.name().getNodeType()))
                        .withChild(entry)
                        .build());
            case LeafSetEntryNode<?> entry -> writer.write(setOf(entry));
            default -> writer.write(data);
        }
        writer.flush();
    }

    private static <T> NormalizedNode setOf(LeafSetEntryNode<T> entry) {
        return ImmutableNodes.<T>newSystemLeafSetBuilder()
                .withNodeIdentifier(new NodeIdentifier(entry.name().getNodeType()))
                .withChild(entry)
                .build();
    }
}
