package org.qkdn.netconf.xpath;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.UnresolvedQName;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.xpath.api.YangBinaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangBooleanConstantExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFilterExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangFunctionCallExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLiteralExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLocationPath;
import org.opendaylight.yangtools.yang.xpath.api.YangNaryExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangNegateExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangNumberExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangPathExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathAxis;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathExpression;

/**
 * Evaluates the XPath of {@code when}, {@code must} and leafref paths over a data tree. Knows what YANG modules use in
 * practice; what it does not know throws {@link UnsupportedOperationException}, never a guess.
 */
public final class XPathEvaluator {
    private final EffectiveModelContext model;
    private final Optional<YangXPathExpression> expression;
    private final XNode current;

    private XPathEvaluator(EffectiveModelContext model, Optional<YangXPathExpression> expression, XNode current) {
        this.model = model;
        this.expression = expression;
        this.current = current;
    }

    public static boolean isTrue(EffectiveModelContext model, YangXPathExpression expression, XNode context) {
        final var evaluator = new XPathEvaluator(model, Optional.of(expression), context);
        return XValue.bool(evaluator.evaluate(expression.getRootExpr(), context));
    }

    public static List<XNode> select(EffectiveModelContext model, YangLocationPath path, XNode context) {
        return new XPathEvaluator(model, Optional.empty(), context).walk(path, List.of(context));
    }

    EffectiveModelContext model() {
        return model;
    }

    XNode current() {
        return current;
    }

    XValue evaluate(YangExpr expr, XNode context) {
        return switch (expr) {
            case YangLiteralExpr literal -> new XValue.Text(literal.getLiteral());
            case YangNumberExpr number -> new XValue.Num(number.getNumber().doubleValue());
            case YangBooleanConstantExpr constant -> new XValue.Bool(constant == YangBooleanConstantExpr.TRUE);
            case YangNegateExpr negated -> new XValue.Num(-XValue.number(evaluate(negated.getSubExpr(), context)));
            case YangLocationPath path -> new XValue.Nodes(walk(path, List.of(context)));
            case YangPathExpr path -> {
                final var start = nodes(evaluate(path.getFilterExpr(), context));
                yield new XValue.Nodes(path.getLocationPath()
                        .map(relative -> walk(relative, start))
                        .orElse(start));
            }
            case YangFilterExpr filter -> {
                final var start = evaluate(filter.getExpr(), context);
                yield filter.getPredicates().isEmpty()
                        ? start
                        : new XValue.Nodes(keep(nodes(start), List.copyOf(filter.getPredicates())));
            }
            case YangFunctionCallExpr call -> XFunctions.call(this, call, context);
            case YangNaryExpr nary -> nary(nary, context);
            case YangBinaryExpr binary -> binary(binary, context);
            default ->
                throw new UnsupportedOperationException(
                        "XPath: " + expr.getClass().getSimpleName());
        };
    }

    private XValue nary(YangNaryExpr nary, XNode context) {
        return switch (nary.getOperator()) {
            case AND ->
                new XValue.Bool(nary.getExpressions().stream().allMatch(part -> XValue.bool(evaluate(part, context))));
            case OR ->
                new XValue.Bool(nary.getExpressions().stream().anyMatch(part -> XValue.bool(evaluate(part, context))));
            case UNION -> {
                final var all = new LinkedHashSet<XNode>();
                nary.getExpressions().forEach(part -> all.addAll(nodes(evaluate(part, context))));
                yield new XValue.Nodes(List.copyOf(all));
            }
        };
    }

    private XValue binary(YangBinaryExpr binary, XNode context) {
        final var left = literalOr(binary.getLeftExpr(), binary.getRightExpr(), context);
        final var right = literalOr(binary.getRightExpr(), binary.getLeftExpr(), context);
        return switch (binary.getOperator()) {
            case EQUALS -> new XValue.Bool(XValue.compare(left, right, XValue.Comparison.EQUAL));
            case NOT_EQUALS -> new XValue.Bool(XValue.compare(left, right, XValue.Comparison.DIFFERENT));
            case GT -> new XValue.Bool(XValue.compare(left, right, XValue.Comparison.GREATER));
            case GTE -> new XValue.Bool(XValue.compare(left, right, XValue.Comparison.GREATER_OR_EQUAL));
            case LT -> new XValue.Bool(XValue.compare(left, right, XValue.Comparison.LESS));
            case LTE -> new XValue.Bool(XValue.compare(left, right, XValue.Comparison.LESS_OR_EQUAL));
            case PLUS -> new XValue.Num(XValue.number(left) + XValue.number(right));
            case MINUS -> new XValue.Num(XValue.number(left) - XValue.number(right));
            case MUL -> new XValue.Num(XValue.number(left) * XValue.number(right));
            case DIV -> new XValue.Num(XValue.number(left) / XValue.number(right));
            case MOD -> new XValue.Num(XValue.number(left) % XValue.number(right));
        };
    }

    /** A literal compared with an identityref names an identity by a prefix of its own module (RFC 7950 9.10.3). */
    private XValue literalOr(YangExpr side, YangExpr other, XNode context) {
        if (side instanceof YangLiteralExpr literal && !(other instanceof YangLiteralExpr)) {
            return identity(literal)
                    .<XValue>map(name -> new XValue.Identity(literal.getLiteral(), name))
                    .orElseGet(() -> new XValue.Text(literal.getLiteral()));
        }
        return evaluate(side, context);
    }

    Optional<QName> identity(YangLiteralExpr literal) {
        return literal.getLiteral().indexOf(':') < 0
                ? Optional.empty()
                : expression.flatMap(source -> Identities.resolve(source, literal));
    }

    static List<XNode> nodes(XValue value) {
        if (value instanceof XValue.Nodes(var list)) {
            return list;
        }
        throw new UnsupportedOperationException("XPath: a node set is needed");
    }

    private List<XNode> walk(YangLocationPath path, List<XNode> start) {
        var here = path.isAbsolute()
                ? List.of(start.isEmpty() ? current.top() : start.getFirst().top())
                : start;
        for (var step : path.getSteps()) {
            final var next = new LinkedHashSet<XNode>();
            for (var node : here) {
                final var along = axis(step.getAxis(), node).filter(test(step)).toList();
                next.addAll(keep(along, List.copyOf(step.getPredicates())));
            }
            here = List.copyOf(next);
        }
        return here;
    }

    private List<XNode> keep(List<XNode> nodes, List<YangExpr> predicates) {
        var kept = nodes;
        for (var predicate : predicates) {
            final var survivors = new ArrayList<XNode>();
            for (int i = 0; i < kept.size(); i++) {
                final var value = evaluate(predicate, kept.get(i));
                if (value instanceof XValue.Num(var position) ? position == i + 1 : XValue.bool(value)) {
                    survivors.add(kept.get(i));
                }
            }
            kept = survivors;
        }
        return kept;
    }

    private static Stream<XNode> axis(YangXPathAxis axis, XNode node) {
        return switch (axis) {
            case SELF -> Stream.of(node);
            case CHILD -> node.children().stream();
            case PARENT -> node.parent().stream();
            case ANCESTOR -> node.parent().stream().flatMap(above -> axis(YangXPathAxis.ANCESTOR_OR_SELF, above));
            case ANCESTOR_OR_SELF -> Stream.concat(Stream.of(node), axis(YangXPathAxis.ANCESTOR, node));
            case DESCENDANT -> node.children().stream().flatMap(below -> axis(YangXPathAxis.DESCENDANT_OR_SELF, below));
            case DESCENDANT_OR_SELF -> Stream.concat(Stream.of(node), axis(YangXPathAxis.DESCENDANT, node));
            case FOLLOWING, FOLLOWING_SIBLING, PRECEDING, PRECEDING_SIBLING, ATTRIBUTE, NAMESPACE ->
                throw new UnsupportedOperationException("XPath axis " + axis);
        };
    }

    private Predicate<XNode> test(YangLocationPath.Step step) {
        return switch (step) {
            case YangLocationPath.ResolvedQNameStep resolved ->
                node -> node.name().getLocalName().equals(resolved.getQName().getLocalName())
                        && (node.name().getModule().equals(resolved.getQName().getModule())
                                // an unprefixed name in a grouping means the module that uses it
                                || node.name().getModule().equals(current.name().getModule()));
            case YangLocationPath.UnresolvedQNameStep unresolved -> unresolved(unresolved.getQName());
            case YangLocationPath.AxisStep any -> node -> true;
            case YangLocationPath.NodeTypeStep any -> node -> true;
            default -> throw new UnsupportedOperationException("XPath step " + step);
        };
    }

    private Predicate<XNode> unresolved(UnresolvedQName name) {
        return node -> node.name().getLocalName().equals(name.getLocalName())
                && node.name().getModule().equals(current.name().getModule());
    }
}
