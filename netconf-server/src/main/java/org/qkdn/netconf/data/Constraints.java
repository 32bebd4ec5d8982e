package org.qkdn.netconf.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.MustConstraintAware;
import org.opendaylight.yangtools.yang.model.api.PathExpression;
import org.opendaylight.yangtools.yang.model.api.TypeAware;
import org.opendaylight.yangtools.yang.model.api.type.LeafrefTypeDefinition;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathExpression;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.xpath.XNode;
import org.qkdn.netconf.xpath.XPathEvaluator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What yangtools leaves unchecked in a configuration (RFC 7950 8.1): when (also of uses, augment, choice and case),
 * mandatory everywhere, least number of elements, must, and leafrefs that require their target.
 */
final class Constraints {
    private static final Logger LOG = LoggerFactory.getLogger(Constraints.class);

    private final YangModel model;
    private final Map<DataNodeContainer, ContainerRules> rules = new ConcurrentHashMap<>();
    private final Map<String, Boolean> unsupported = new ConcurrentHashMap<>();

    Constraints(YangModel model) {
        this.model = model;
    }

    /** Looks at those top-level nodes only that the change touches. */
    void check(ContainerNode before, ContainerNode after) throws NetconfError {
        final var root = XNode.root(after, model.context());
        final var present = root.children().stream().collect(Collectors.groupingBy(XNode::name));
        for (var child : before.body()) {
            final var schema = model.context().dataChildByName(child.name().getNodeType());
            if (after.childByArg(child.name()) == null
                    && schema instanceof ContainerSchemaNode container
                    && !container.isPresenceContainer()) {
                // it went away as a whole: it is still there as an empty container
                checkChildren(root.absent(container), container);
            }
        }
        for (var child : after.body()) {
            if (!child.equals(before.childByArg(child.name()))) {
                for (var node : present.getOrDefault(child.name().getNodeType(), List.of())) {
                    checkNode(node, root, rulesOf(model.context()));
                }
            }
        }
    }

    private void checkNode(XNode node, XNode parent, ContainerRules parentRules) throws NetconfError {
        for (var when : parentRules.whensOf(node.name())) {
            if (!holds(when.condition(), when.onParent() ? parent : node)) {
                throw NetconfError.application(
                                ErrorTag.UNKNOWN_ELEMENT,
                                node.name().getLocalName() + " is not allowed here: its when condition is false")
                        .withPath(node.path())
                        .withInfo("bad-element", node.name().getLocalName());
            }
        }
        final var schema = node.schema().orElseThrow();
        checkMusts(node, schema);
        checkLeafref(node, schema);
        if (schema instanceof DataNodeContainer container) {
            checkChildren(node, container);
        }
    }

    private void checkChildren(XNode node, DataNodeContainer schema) throws NetconfError {
        final var known = rulesOf(schema);
        final var present = node.children().stream().collect(Collectors.groupingBy(XNode::name));
        for (var demand : known.demands()) {
            final var missing = demand.missingIn(present);
            if (missing.isPresent() && applies(demand.schema(), node, known)) {
                throw missing.orElseThrow()
                        .withPath(node.path().node(demand.schema().getQName()));
            }
        }
        for (var entries : present.values()) {
            UniqueLeaves.check(entries);
        }
        for (var container : known.implicitContainers()) {
            if (!present.containsKey(container.getQName()) && applies(container, node, known)) {
                checkChildren(node.absent(container), container);
            }
        }
        for (var child : node.children()) {
            checkNode(child, node, known);
        }
    }

    /** Would the node be allowed to exist? */
    private boolean applies(DataSchemaNode child, XNode parent, ContainerRules known) {
        return known.whensOf(child.getQName()).stream()
                .allMatch(when -> holds(when.condition(), when.onParent() ? parent : parent.absent(child)));
    }

    private void checkMusts(XNode node, DataSchemaNode schema) throws NetconfError {
        if (schema instanceof MustConstraintAware aware) {
            for (var must : aware.getMustConstraints()) {
                if (!holds(must.getXpath(), node)) {
                    throw NetconfError.application(
                                    ErrorTag.OPERATION_FAILED,
                                    must.getErrorMessage()
                                            .orElse(node.name().getLocalName() + ": a must condition is false"))
                            .withAppTag(must.getErrorAppTag().orElse("must-violation"))
                            .withPath(node.path());
                }
            }
        }
    }

    private void checkLeafref(XNode node, DataSchemaNode schema) throws NetconfError {
        if (schema instanceof TypeAware typed
                && typed.getType() instanceof LeafrefTypeDefinition leafref
                && leafref.requireInstance()
                && leafref.getPathStatement().getSteps() instanceof PathExpression.LocationPathSteps steps) {
            final var value = node.value();
            final Optional<Boolean> found = tryTo(
                    leafref.getPathStatement().getOriginalString(),
                    () -> XPathEvaluator.select(model.context(), steps.getLocationPath(), node).stream()
                            .anyMatch(target -> target.value().equals(value)));
            if (!found.orElse(true)) {
                throw NetconfError.application(
                                ErrorTag.DATA_MISSING,
                                node.name().getLocalName() + " refers to something that does not exist: "
                                        + value.map(Object::toString).orElse(""))
                        .withAppTag("instance-required")
                        .withPath(node.path());
            }
        }
    }

    private boolean holds(YangXPathExpression condition, XNode context) {
        return tryTo(condition.toString(), () -> XPathEvaluator.isTrue(model.context(), condition, context))
                .orElse(true);
    }

    private Optional<Boolean> tryTo(String what, BooleanSupplier check) {
        try {
            return Optional.of(check.getAsBoolean());
        } catch (UnsupportedOperationException e) {
            if (unsupported.putIfAbsent(what, true) == null) {
                LOG.warn("Not checked, {}: {}", e.getMessage(), what);
            }
            return Optional.empty();
        }
    }

    private ContainerRules rulesOf(DataNodeContainer container) {
        return rules.computeIfAbsent(container, ContainerRules::of);
    }

    static boolean isConfig(DataSchemaNode node) {
        return node.effectiveConfig().orElse(Boolean.TRUE);
    }
}
