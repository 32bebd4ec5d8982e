package org.qkdn.netconf.restconf;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.dom.DOMResult;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.stream.NormalizedNodeWriter;
import org.opendaylight.yangtools.yang.data.codec.gson.JsonParserStream;
import org.opendaylight.yangtools.yang.data.codec.xml.XMLStreamNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.impl.schema.ImmutableNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.SchemaContext;
import org.opendaylight.yangtools.yang.model.util.SchemaInferenceStack;
import org.opendaylight.yangtools.yang.model.util.SchemaInferenceStack.Inference;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.data.UnionBits;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The body of a request, as the XML that edit-config has: from there on both protocols are one. */
record Body(YangModel model) {
    static final String RESTCONF = "urn:ietf:params:xml:ns:yang:ietf-restconf";
    private static final String DATASTORE = "ietf-restconf:data";
    private static final XMLOutputFactory OUTPUT = XMLOutputFactory.newDefaultFactory();

    /**
     * Reads what is to be put below a node.
     *
     * @param parent a container, list entry or the datastore
     * @return an element that holds the nodes
     */
    Element below(YangInstanceIdentifier parent, Encoding encoding, byte[] bytes) throws Refusal {
        return switch (encoding) {
            case XML -> {
                final var content = xml(bytes);
                final var document = content.getOwnerDocument();
                final var holder = document.createElementNS(Dom.BASE, "config");
                document.replaceChild(holder, content);
                holder.appendChild(content);
                yield holder;
            }
            case JSON -> asXml(parent, json(text(bytes)));
        };
    }

    /** Reads what is to be the whole datastore, or to be merged into it. */
    Element datastore(Encoding encoding, byte[] bytes) throws Refusal {
        return switch (encoding) {
            case XML -> {
                final var data = xml(bytes);
                if (!Dom.isNamed(data, RESTCONF, "data")) {
                    throw Refusal.bad("the body must be <data xmlns=\"" + RESTCONF + "\">, not " + data.getNodeName());
                }
                yield data;
            }
            case JSON -> asXml(YangInstanceIdentifier.of(), unwrapped(json(text(bytes))));
        };
    }

    private static Element xml(byte[] bytes) throws Refusal {
        try {
            return XmlUtil.readXmlToDocument(new ByteArrayInputStream(bytes)).getDocumentElement();
        } catch (SAXException | IOException e) {
            throw Refusal.malformed("the body is no XML: " + e.getMessage());
        }
    }

    private static String text(byte[] bytes) throws Refusal {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.malformed("the body is not UTF-8");
        }
    }

    /** The text, if it is one JSON object. */
    private static String json(String text) throws Refusal {
        try (var reader = strict(text)) {
            if (reader.peek() != JsonToken.BEGIN_OBJECT) {
                throw Refusal.malformed("the body must be a JSON object");
            }
            reader.skipValue();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw Refusal.malformed("the body goes on after its JSON object");
            }
            return text;
        } catch (IOException | IllegalStateException e) {
            throw Refusal.malformed("the body is no JSON: " + firstLine(e));
        }
    }

    private static String unwrapped(String text) throws Refusal {
        final var members = com.google.gson.JsonParser.parseString(text).getAsJsonObject();
        if (members.size() != 1
                || !members.has(DATASTORE)
                || !members.get(DATASTORE).isJsonObject()) {
            throw Refusal.bad("the body must have one member, the object \"" + DATASTORE + "\"");
        }
        return members.get(DATASTORE).toString();
    }

    private static JsonReader strict(String text) {
        final var reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        return reader;
    }

    private Element asXml(YangInstanceIdentifier parent, String json) throws Refusal {
        final var inference = inference(parent);
        final var children = parsed(json, inference);
        final var holder = Dom.append(XmlUtil.newDocument(), Dom.BASE, "config");
        try (var writer = NormalizedNodeWriter.forStreamWriter(
                XMLStreamNormalizedNodeStreamWriter.create(
                        OUTPUT.createXMLStreamWriter(new DOMResult(holder)), inference),
                true)) {
            for (var child : children.body()) {
                writer.write(UnionBits.plain(child));
            }
        } catch (XMLStreamException | IOException e) {
            throw new IllegalStateException("data that fits the model cannot be written", e);
        }
        return holder;
    }

    private ContainerNode parsed(String json, Inference inference) throws Refusal {
        final var holder =
                ImmutableNodes.newContainerBuilder().withNodeIdentifier(NodeIdentifier.create(SchemaContext.NAME));
        try (var parser = JsonParserStream.create(
                        ImmutableNormalizedNodeStreamWriter.from(holder),
                        model.databind().jsonCodecs(),
                        inference);
                var reader = strict(json)) {
            parser.parse(reader);
        } catch (IOException | JsonParseException | IllegalArgumentException | IllegalStateException e) {
            throw Refusal.of(NetconfError.application(
                    String.valueOf(e.getMessage()).startsWith("Schema node with name")
                            ? ErrorTag.UNKNOWN_ELEMENT
                            : ErrorTag.INVALID_VALUE,
                    "the body does not fit the model: " + firstLine(e)));
        }
        return holder.build();
    }

    private Inference inference(YangInstanceIdentifier parent) {
        return parent.isEmpty()
                ? SchemaInferenceStack.of(model.context()).toInference()
                : model.databind()
                        .schemaTree()
                        .enterPath(parent)
                        .orElseThrow()
                        .stack()
                        .toInference();
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
