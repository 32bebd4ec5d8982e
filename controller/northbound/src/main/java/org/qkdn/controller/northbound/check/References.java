package org.qkdn.controller.northbound.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.UnresolvedQName.Unqualified;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.PathExpression.LocationPathSteps;
import org.opendaylight.yangtools.yang.model.api.TypedDataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.type.LeafrefTypeDefinition;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath.QNameStep;

/**
 * Leafrefs that require an instance (RFC 7950 9.9) and whose path is absolute and without predicates, as those of our
 * own modules are. Others are not checked.
 */
public final class References implements CommitCheck {
    private record Reference(List<QName> from, List<QName> to) {}

    private final List<Reference> references = new ArrayList<>();

    public References(EffectiveModelContext models) {
        collect(List.of(), models, reference -> {
            if (models.findDataTreeChild(reference.to()).isPresent()) {
                references.add(reference);
            }
        });
    }

    private static void collect(List<QName> path, DataNodeContainer parent, Consumer<Reference> sink) {
        for (var child : parent.getChildNodes()) {
            if (!child.effectiveConfig().orElse(true)) {
                continue;
            }
            var here = append(path, child.getQName());
            target(child).ifPresent(to -> sink.accept(new Reference(here, to)));
            if (child instanceof DataNodeContainer container) {
                collect(here, container, sink);
            }
        }
    }

    private static List<QName> append(List<QName> path, QName step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }

    private static Optional<List<QName>> target(DataSchemaNode node) {
        if (node instanceof TypedDataSchemaNode typed
                && typed.getType() instanceof LeafrefTypeDefinition leafref
                && leafref.requireInstance()
                && leafref.getPathStatement().isAbsolute()
                && leafref.getPathStatement().getSteps() instanceof LocationPathSteps located) {
            return located.getLocationPath().getSteps().stream()
                    .map(step -> step instanceof QNameStep named
                                    && named.getPredicates().isEmpty()
                            ? resolve(named, node)
                            : Optional.<QName>empty())
                    .reduce(
                            Optional.of(List.of()),
                            (path, step) -> path.flatMap(before -> step.map(last -> append(before, last))),
                            (left, right) -> left);
        }
        return Optional.empty();
    }

    /** A step without a prefix is in the module of the leaf. */
    private static Optional<QName> resolve(QNameStep step, DataSchemaNode leaf) {
        return switch (step.getQName()) {
            case QName name -> Optional.of(name);
            case Unqualified name -> Optional.of(name.bindTo(leaf.getQName().getModule()));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Refusal> refusalOf(DataTreeCandidate change) {
        var touched = change.getRootNode().childNodes().stream()
                .map(child -> child.name().getNodeType())
                .collect(Collectors.toSet());
        return references.stream()
                .filter(reference -> touched.contains(reference.from().getFirst())
                        || touched.contains(reference.to().getFirst()))
                .map(reference ->
                        dangling(Optional.ofNullable(change.getRootNode().dataAfter()), reference))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Refusal> dangling(Optional<NormalizedNode> root, Reference reference) {
        var values = values(root, reference.from());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        values.removeAll(values(root, reference.to()));
        return values.stream()
                .findFirst()
                .map(value -> new Refusal(
                        ErrorTag.DATA_MISSING,
                        YangInstanceIdentifier.of(reference.from().toArray(QName[]::new)),
                        reference.from().getLast().getLocalName() + " refers to '" + value
                                + "', which does not exist"));
    }

    private static Set<Object> values(Optional<NormalizedNode> root, List<QName> path) {
        var found = new HashSet<>();
        root.ifPresent(node -> Leaves.at(node, path, found::add));
        return found;
    }
}
