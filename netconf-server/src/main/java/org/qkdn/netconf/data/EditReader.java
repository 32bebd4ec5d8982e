package org.qkdn.netconf.data;

import static org.qkdn.netconf.data.Dom.children;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.XMLNamespace;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeWithValue;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.data.util.DataSchemaContext;
import org.opendaylight.yangtools.yang.model.api.ChoiceSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.LeafListSchemaNode;
import org.opendaylight.yangtools.yang.model.api.LeafSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ListSchemaNode;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.opendaylight.yangtools.yang.model.util.SchemaInferenceStack;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.w3c.dom.Element;

/** Understands the content of {@code <config>} and refuses what the model does not know (RFC 7950 8.3.1). */
public final class EditReader {
    private static final String YANG_NAMESPACE = "urn:ietf:params:xml:ns:yang:1";

    private final YangModel model;
    private final LeafValues values;

    public EditReader(YangModel model) {
        this.model = model;
        values = new LeafValues(model);
    }

    /** All of it, or the first error. */
    public ConfigEdit read(Element config, Operation defaultOperation) throws NetconfError {
        return readBelow(YangInstanceIdentifier.of(), config, defaultOperation);
    }

    /**
     * As {@link #read}, of a part.
     *
     * @param base the container or list entry whose children {@code content} holds
     */
    public ConfigEdit readBelow(YangInstanceIdentifier base, Element content, Operation defaultOperation)
            throws NetconfError {
        if (base.isEmpty()) {
            final var root = model.databind().schemaTree().getRoot();
            final var stack = SchemaInferenceStack.of(model.context());
            return new ConfigEdit(base, readChildren(content, root, stack, base), defaultOperation);
        }
        final var at = model.databind().schemaTree().enterPath(base).orElseThrow();
        if (!(at.node() instanceof DataSchemaContext.Composite composite)) {
            throw NetconfError.application(ErrorTag.INVALID_VALUE, "nothing can be below a leaf")
                    .withPath(base);
        }
        return new ConfigEdit(base, readChildren(content, composite, at.stack(), base), defaultOperation);
    }

    private List<EditNode> readChildren(
            Element parent,
            DataSchemaContext.Composite context,
            SchemaInferenceStack stack,
            YangInstanceIdentifier path)
            throws NetconfError {
        final var nodes = new ArrayList<EditNode>();
        final var seen = new HashSet<List<PathArgument>>();
        final var cases = new HashMap<List<PathArgument>, EditNode.ChosenCase>();
        for (var child : children(parent)) {
            final var name = resolve(child, path);
            if (context.dataSchemaNode() instanceof ListSchemaNode list
                    && list.getKeyDefinition().contains(name)) {
                continue;
            }
            final var node = readChild(child, name, context, stack, path);
            if (!seen.add(node.steps())) {
                throw NetconfError.protocol(ErrorTag.BAD_ELEMENT, child.getLocalName() + " is given twice")
                        .withPath(node.under(path))
                        .withInfo("bad-element", child.getLocalName());
            }
            for (var chosen : node.cases()) {
                final var other = cases.putIfAbsent(node.steps().subList(0, chosen.depth()), chosen);
                if (other != null && !other.equals(chosen)) {
                    throw NetconfError.protocol(ErrorTag.BAD_ELEMENT, "two cases of one choice are given")
                            .withPath(node.under(path))
                            .withInfo("bad-element", child.getLocalName());
                }
            }
            nodes.add(node);
        }
        return List.copyOf(nodes);
    }

    private EditNode readChild(
            Element element,
            QName name,
            DataSchemaContext.Composite parent,
            SchemaInferenceStack stack,
            YangInstanceIdentifier parentPath)
            throws NetconfError {
        final var steps = new ArrayList<PathArgument>();
        final var choices = new LinkedHashMap<Integer, ChoiceSchemaNode>();
        var context = parent.childByQName(name);
        while (context instanceof DataSchemaContext.PathMixin mixin) {
            if (mixin.dataSchemaNode() instanceof ChoiceSchemaNode choice) {
                choices.put(steps.size(), choice);
            }
            steps.add(mixin.mixinPathStep());
            context = mixin.childByQName(name);
        }
        if (context == null) {
            throw NetconfError.application(
                            ErrorTag.UNKNOWN_ELEMENT, "the model has no " + element.getLocalName() + " here")
                    .withPath(parentPath)
                    .withInfo("bad-element", element.getLocalName());
        }
        stack.enterDataTree(name);
        try {
            return readKnown(element, context, stack, steps, parentPath).in(chosen(choices, steps, name));
        } finally {
            stack.exitToDataTree();
        }
    }

    private static List<EditNode.ChosenCase> chosen(
            Map<Integer, ChoiceSchemaNode> choices, List<PathArgument> steps, QName name) {
        final var chosen = new ArrayList<EditNode.ChosenCase>();
        choices.forEach((at, choice) -> {
            final var next = choices.containsKey(at + 1) ? steps.get(at + 1).getNodeType() : name;
            choice.getCases().stream()
                    .filter(branch -> branch.dataChildByName(next) != null)
                    .map(branch -> branch.getChildNodes().stream()
                            .map(DataSchemaNode::getQName)
                            .collect(Collectors.<QName>toUnmodifiableSet()))
                    .forEach(members -> chosen.add(new EditNode.ChosenCase(at + 1, members)));
        });
        return List.copyOf(chosen);
    }

    private EditNode readKnown(
            Element element,
            DataSchemaContext context,
            SchemaInferenceStack stack,
            List<PathArgument> steps,
            YangInstanceIdentifier parentPath)
            throws NetconfError {
        final var schema = context.dataSchemaNode();
        final var here = parentPath.node(schema.getQName());
        if (!schema.effectiveConfig().orElse(Boolean.TRUE)) {
            throw NetconfError.application(
                            ErrorTag.INVALID_VALUE, "state data cannot be edited: " + element.getLocalName())
                    .withPath(here)
                    .withInfo("bad-element", element.getLocalName());
        }
        final var operation = operation(element, here);
        switch (schema) {
            case LeafSchemaNode leaf -> {
                steps.add(NodeIdentifier.create(leaf.getQName()));
                return leafNode(element, leaf, operation, stack, steps, here);
            }
            case LeafListSchemaNode leafList -> {
                final var value = values.parse(element, leafList, stack, here);
                final var entry = new NodeWithValue<>(leafList.getQName(), value);
                steps.add(entry);
                return edit(steps, schema, operation, Optional.of(ImmutableNodes.leafSetEntry(entry)), List.of());
            }
            case ListSchemaNode list -> steps.add(keys(element, list, stack, here));
            case DataNodeContainer container -> steps.add(NodeIdentifier.create(schema.getQName()));
            default ->
                throw NetconfError.protocol(ErrorTag.OPERATION_NOT_SUPPORTED, "anydata and anyxml cannot be edited")
                        .withPath(here);
        }
        Dom.requireNoText(element, here);
        var path = parentPath;
        for (var step : steps) {
            path = path.node(step);
        }
        final var below = readChildren(element, (DataSchemaContext.Composite) context, stack, path);
        return edit(steps, schema, operation, Optional.empty(), below);
    }

    private EditNode leafNode(
            Element element,
            LeafSchemaNode leaf,
            Optional<Operation> operation,
            SchemaInferenceStack stack,
            List<PathArgument> steps,
            YangInstanceIdentifier path)
            throws NetconfError {
        final var deleted = operation.filter(op -> op == Operation.DELETE || op == Operation.REMOVE);
        if (deleted.isPresent() && element.getTextContent().isBlank()) {
            // RFC 6241 lets a leaf that goes away be empty
            return edit(steps, leaf, operation, Optional.empty(), List.of());
        }
        final var value = values.parse(element, leaf, stack, path);
        return edit(steps, leaf, operation, Optional.of(ImmutableNodes.leafNode(leaf.getQName(), value)), List.of());
    }

    private static EditNode edit(
            List<PathArgument> steps,
            DataSchemaNode schema,
            Optional<Operation> operation,
            Optional<NormalizedNode> leaf,
            List<EditNode> children) {
        return new EditNode(List.copyOf(steps), List.of(), schema, operation, leaf, children);
    }

    private NodeIdentifierWithPredicates keys(
            Element element, ListSchemaNode list, SchemaInferenceStack stack, YangInstanceIdentifier path)
            throws NetconfError {
        final var keys = new LinkedHashMap<QName, Object>();
        for (var key : list.getKeyDefinition()) {
            final var child = Dom.child(element, key.getNamespace().toString(), key.getLocalName());
            if (child.isEmpty()) {
                throw NetconfError.protocol(
                                ErrorTag.MISSING_ELEMENT,
                                "an entry of " + list.getQName().getLocalName() + " needs its key "
                                        + key.getLocalName())
                        .withPath(path)
                        .withInfo("bad-element", key.getLocalName());
            }
            final var leaf = (LeafSchemaNode) list.getDataChildByName(key);
            stack.enterDataTree(key);
            try {
                keys.put(key, values.parse(child.orElseThrow(), leaf, stack, path.node(key)));
            } finally {
                stack.exitToDataTree();
            }
        }
        return NodeIdentifierWithPredicates.of(list.getQName(), keys);
    }

    private QName resolve(Element element, YangInstanceIdentifier path) throws NetconfError {
        final var namespace = element.getNamespaceURI() == null ? "" : element.getNamespaceURI();
        final var module = model.context().findModules(XMLNamespace.of(namespace)).stream()
                .findFirst()
                .map(Module::getQNameModule);
        if (module.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.UNKNOWN_NAMESPACE, "no module has the namespace '" + namespace + "'")
                    .withPath(path)
                    .withInfo("bad-element", element.getLocalName())
                    .withInfo("bad-namespace", namespace);
        }
        return QName.create(module.orElseThrow(), element.getLocalName());
    }

    private static Optional<Operation> operation(Element element, YangInstanceIdentifier path) throws NetconfError {
        if (element.hasAttributeNS(YANG_NAMESPACE, "insert")) {
            throw NetconfError.protocol(ErrorTag.OPERATION_NOT_SUPPORTED, "the insert attribute is not supported")
                    .withPath(path);
        }
        if (!element.hasAttributeNS(Dom.BASE, "operation")) {
            return Optional.empty();
        }
        final var value = element.getAttributeNS(Dom.BASE, "operation");
        final var operation = Operation.ofAttribute(value);
        if (operation.isEmpty()) {
            throw NetconfError.protocol(ErrorTag.BAD_ATTRIBUTE, "no such operation: " + value)
                    .withPath(path)
                    .withInfo("bad-attribute", "operation")
                    .withInfo("bad-element", element.getLocalName());
        }
        return operation;
    }
}
