package org.qkdn.netconf.session;

import java.io.IOException;
import javax.xml.stream.XMLStreamException;
import javax.xml.transform.dom.DOMSource;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.XMLNamespace;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.codec.xml.XmlParserStream;
import org.opendaylight.yangtools.yang.data.impl.schema.ImmutableNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.impl.schema.NormalizationResultHolder;
import org.opendaylight.yangtools.yang.model.api.RpcDefinition;
import org.opendaylight.yangtools.yang.model.api.stmt.SchemaNodeIdentifier.Absolute;
import org.opendaylight.yangtools.yang.model.util.SchemaInferenceStack;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.DataXml;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** RPCs of the served modules. */
final class ModelRpcs {
    private final YangModel model;
    private final RpcHandler handler;

    ModelRpcs(YangModel model, RpcHandler handler) {
        this.model = model;
        this.handler = handler;
    }

    Document invoke(Call call) throws NetconfError {
        final var rpc = definition(call.operation());
        final var output = handler.invoke(
                rpc.getQName(),
                input(call.operation(), rpc),
                call.session().user().name());
        if (output.isEmpty()) {
            return call.ok();
        }
        final var reply = call.reply();
        DataXml.appendOutput(model.context(), Absolute.of(rpc.getQName()), output.orElseThrow(), reply);
        return reply.getOwnerDocument();
    }

    private RpcDefinition definition(Element operation) throws NetconfError {
        final var namespace = XMLNamespace.of(String.valueOf(operation.getNamespaceURI()));
        return model.context().findModules(namespace).stream()
                .flatMap(module -> module.getRpcs().stream())
                .filter(rpc -> rpc.getQName().getLocalName().equals(operation.getLocalName()))
                .findFirst()
                .orElseThrow(() -> Dispatcher.unknown(operation.getLocalName()));
    }

    private ContainerNode input(Element operation, RpcDefinition rpc) throws NetconfError {
        final var stack = SchemaInferenceStack.of(model.context());
        stack.enterSchemaTree(rpc.getQName());
        stack.enterSchemaTree(rpc.getInput().getQName());
        final var holder = new NormalizationResultHolder();
        // the parser wants the input's own element, NETCONF puts its children into the operation (RFC 7950 7.14.4)
        final var document = operation.getOwnerDocument();
        final var input = document.createElementNS(operation.getNamespaceURI(), "input");
        Dom.children(operation).forEach(child -> input.appendChild(child.cloneNode(true)));
        operation.appendChild(input);
        try (var parser = XmlParserStream.create(
                ImmutableNormalizedNodeStreamWriter.from(holder),
                model.databind().xmlCodecs(),
                stack.toInference())) {
            parser.traverse(new DOMSource(input));
        } catch (XMLStreamException | IOException | IllegalArgumentException | IllegalStateException e) {
            throw NetconfError.application(
                            ErrorTag.INVALID_VALUE, rpc.getQName().getLocalName() + ": " + e.getMessage())
                    .withInfo("bad-element", rpc.getQName().getLocalName());
        }
        return (ContainerNode) holder.getResult().data();
    }
}
