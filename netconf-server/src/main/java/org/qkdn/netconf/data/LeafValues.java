package org.qkdn.netconf.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangNetconfErrorAware;
import org.opendaylight.yangtools.yang.model.api.IdentitySchemaNode;
import org.opendaylight.yangtools.yang.model.api.SchemaNode;
import org.opendaylight.yangtools.yang.model.api.TypeAware;
import org.opendaylight.yangtools.yang.model.api.TypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.IdentityrefTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.LeafrefTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.StringTypeDefinition;
import org.opendaylight.yangtools.yang.model.api.type.UnionTypeDefinition;
import org.opendaylight.yangtools.yang.model.util.SchemaInferenceStack;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.w3c.dom.Element;

/** Text of leaves and leaf-list entries to values, strictly by type. */
final class LeafValues {
    private final YangModel model;

    LeafValues(YangModel model) {
        this.model = model;
    }

    /**
     * @param stack stands at the leaf
     */
    <S extends TypeAware & SchemaNode> Object parse(
            Element element, S schema, SchemaInferenceStack stack, YangInstanceIdentifier path) throws NetconfError {
        if (Dom.firstElement(element).isPresent()) {
            throw refused(element, path, "has elements where the model has a leaf");
        }
        final Object value;
        try {
            value = model.databind()
                    .xmlCodecs()
                    .codecFor(schema, stack)
                    .parseValue(
                            new DomNamespaces(element),
                            NodePaths.isPath(schema.getQName())
                                    ? NodePaths.byModules(element, model.context())
                                    : lexical(element, schema.getType()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw refined(e, refused(element, path, messageOf(e)));
        }
        if (value == null) {
            throw refused(element, path, "is not a value of its type");
        }
        // the codec takes any identity of any module
        if (value instanceof QName identity
                && schema.getType() instanceof IdentityrefTypeDefinition type
                && !type.getIdentities().stream().allMatch(base -> isDerived(identity, base))) {
            final var base = type.getIdentities().iterator().next().getQName().getLocalName();
            throw refused(element, path, "must be an identity derived from " + base);
        }
        return value instanceof Set<?> bits && schema.getType() instanceof UnionTypeDefinition
                ? UnionBits.text(bits)
                : value;
    }

    /** White space belongs to strings; around anything else it is a client's indentation. */
    private static String lexical(Element element, TypeDefinition<?> type) {
        return switch (type) {
            case StringTypeDefinition string -> element.getTextContent();
            case UnionTypeDefinition union -> element.getTextContent();
            case LeafrefTypeDefinition leafref -> element.getTextContent();
            default -> element.getTextContent().strip();
        };
    }

    private boolean isDerived(QName identity, IdentitySchemaNode base) {
        return model.context().getDerivedIdentities(base).stream()
                .anyMatch(derived -> derived.getQName().equals(identity) || isDerived(identity, derived));
    }

    private static NetconfError refused(Element element, YangInstanceIdentifier path, String why) {
        return NetconfError.application(
                        ErrorTag.INVALID_VALUE,
                        element.getLocalName() + " = '"
                                + element.getTextContent().strip() + "': " + why)
                .withPath(path)
                .withInfo("bad-element", element.getLocalName());
    }

    /** Range, length and pattern statements may carry an error-app-tag of their own. */
    private static NetconfError refined(RuntimeException e, NetconfError error) {
        if (e instanceof YangNetconfErrorAware aware) {
            final var appTag = aware.getNetconfErrors().stream()
                    .flatMap(detail -> Optional.ofNullable(detail.appTag()).stream())
                    .findFirst();
            return appTag.map(error::withAppTag).orElse(error);
        }
        return error;
    }

    private static String messageOf(RuntimeException e) {
        if (e instanceof YangNetconfErrorAware aware) {
            return aware.getNetconfErrors().stream()
                    .map(detail -> detail.message())
                    .filter(message -> message != null)
                    .findFirst()
                    .orElse("is not a value of its type");
        }
        return List.of("is not a value of its type", String.valueOf(e.getMessage())).stream()
                .reduce((a, b) -> a + " (" + b + ")")
                .orElseThrow();
    }
}
