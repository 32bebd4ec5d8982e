package org.qkdn.netconf.restconf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.dom.DOMSource;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNodes;
import org.opendaylight.yangtools.yang.data.codec.xml.XmlParserStream;
import org.opendaylight.yangtools.yang.data.impl.schema.ImmutableNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.impl.schema.NormalizationResultHolder;
import org.opendaylight.yangtools.yang.model.util.SchemaInferenceStack;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.Rebuilding;
import org.qkdn.netconf.data.UnionBits;
import org.w3c.dom.Element;

/** What a server answers over NETCONF, as a tree. */
record Trees(YangModel model) {
    /** @param data holds top-level nodes */
    ContainerNode tree(Element data, Call call) {
        final var holder = new NormalizationResultHolder();
        final var writer = ImmutableNormalizedNodeStreamWriter.from(holder);
        try (var parser = XmlParserStream.create(
                writer,
                model.databind().xmlCodecs(),
                SchemaInferenceStack.of(model.context()).toInference())) {
            parser.traverse(new DOMSource(data));
        } catch (XMLStreamException | IOException e) {
            throw new IllegalStateException("the server's own data does not fit the model", e);
        }
        final var root = (ContainerNode) holder.getResult().data();
        final var children = new ArrayList<DataContainerChild>();
        root.body().forEach(child -> children.add((DataContainerChild) changed(child, call)));
        return (ContainerNode) Rebuilding.with(root, children);
    }

    private static NormalizedNode changed(NormalizedNode child, Call call) {
        return Streams.isReport(child.name().getNodeType()) ? Urls.absolute(child, call) : UnionBits.plain(child);
    }

    static Optional<NormalizedNode> find(NormalizedNode root, YangInstanceIdentifier path) {
        return path.isEmpty() ? Optional.of(root) : NormalizedNodes.findNode(root, path);
    }
}
