package org.qkdn.netconf.xpath;

import java.util.Optional;
import javax.xml.xpath.XPathExpressionException;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.IdentitySchemaNode;
import org.opendaylight.yangtools.yang.xpath.api.YangLiteralExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangQNameExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathExpression;

/** Identities named in XPath expressions. */
final class Identities {
    private Identities() {}

    static Optional<QName> resolve(YangXPathExpression expression, YangLiteralExpr literal) {
        try {
            return expression.interpretAsQName(literal) instanceof YangQNameExpr.Resolved resolved
                    ? Optional.of(resolved.getQName())
                    : Optional.empty();
        } catch (XPathExpressionException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean isDerived(EffectiveModelContext model, QName identity, QName base) {
        return model.findModule(base.getModule()).stream()
                .flatMap(module -> module.getIdentities().stream())
                .filter(node -> node.getQName().equals(base))
                .anyMatch(node -> isBelow(model, identity, node));
    }

    private static boolean isBelow(EffectiveModelContext model, QName identity, IdentitySchemaNode base) {
        return model.getDerivedIdentities(base).stream()
                .anyMatch(derived -> derived.getQName().equals(identity) || isBelow(model, identity, derived));
    }
}
