package org.qkdn.netconf.xpath;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.model.api.TypeAware;
import org.opendaylight.yangtools.yang.model.api.type.EnumTypeDefinition;
import org.opendaylight.yangtools.yang.xpath.api.YangFunctionCallExpr;
import org.opendaylight.yangtools.yang.xpath.api.YangLiteralExpr;

/** The functions of XPath 1.0 and RFC 7950 10 that YANG modules use. */
final class XFunctions {
    private XFunctions() {}

    static XValue call(XPathEvaluator on, YangFunctionCallExpr call, XNode context) {
        final var arguments = call.getArguments();
        final var name = call.getName().getLocalName();
        return switch (name) {
            case "current" -> new XValue.Nodes(List.of(on.current()));
            case "derived-from", "derived-from-or-self" -> {
                final var base = on.identity((YangLiteralExpr) arguments.get(1));
                final var self = name.endsWith("-or-self");
                yield new XValue.Bool(base.isPresent()
                        && XPathEvaluator.nodes(on.evaluate(arguments.get(0), context)).stream()
                                .flatMap(node -> XValue.identityOf(node).stream())
                                .anyMatch(value -> isDerived(on, value, base.orElseThrow(), self)));
            }
            case "not" -> new XValue.Bool(!XValue.bool(on.evaluate(arguments.get(0), context)));
            case "boolean" -> new XValue.Bool(XValue.bool(on.evaluate(arguments.get(0), context)));
            case "true" -> new XValue.Bool(true);
            case "false" -> new XValue.Bool(false);
            case "count" ->
                new XValue.Num(XPathEvaluator.nodes(on.evaluate(arguments.get(0), context))
                        .size());
            case "sum" ->
                new XValue.Num(XPathEvaluator.nodes(on.evaluate(arguments.get(0), context)).stream()
                        .mapToDouble(node -> XValue.number(new XValue.Nodes(List.of(node))))
                        .sum());
            case "number" -> new XValue.Num(XValue.number(argumentOrSelf(on, call, context)));
            case "string" -> new XValue.Text(XValue.text(argumentOrSelf(on, call, context)));
            case "string-length" ->
                new XValue.Num(XValue.text(argumentOrSelf(on, call, context)).length());
            case "normalize-space" ->
                new XValue.Text(
                        XValue.text(argumentOrSelf(on, call, context)).strip().replaceAll("\\s+", " "));
            case "concat" ->
                new XValue.Text(String.join(
                        "",
                        arguments.stream()
                                .map(part -> XValue.text(on.evaluate(part, context)))
                                .toList()));
            case "contains" -> new XValue.Bool(text(on, call, 0, context).contains(text(on, call, 1, context)));
            case "starts-with" -> new XValue.Bool(text(on, call, 0, context).startsWith(text(on, call, 1, context)));
            case "re-match" -> new XValue.Bool(Pattern.matches(text(on, call, 1, context), text(on, call, 0, context)));
            case "local-name" ->
                new XValue.Text(
                        arguments.isEmpty()
                                ? context.name().getLocalName()
                                : XPathEvaluator.nodes(on.evaluate(arguments.get(0), context)).stream()
                                        .findFirst()
                                        .map(node -> node.name().getLocalName())
                                        .orElse(""));
            case "bit-is-set" ->
                new XValue.Bool(XPathEvaluator.nodes(on.evaluate(arguments.get(0), context)).stream()
                        .flatMap(node -> node.value().stream())
                        .anyMatch(value -> value instanceof Set<?> bits && bits.contains(text(on, call, 1, context))));
            case "enum-value" ->
                new XValue.Num(XPathEvaluator.nodes(on.evaluate(arguments.get(0), context)).stream()
                        .findFirst()
                        .map(XFunctions::enumValue)
                        .orElse(Double.NaN));
            case "floor" -> new XValue.Num(Math.floor(XValue.number(on.evaluate(arguments.get(0), context))));
            case "ceiling" -> new XValue.Num(Math.ceil(XValue.number(on.evaluate(arguments.get(0), context))));
            default -> throw new UnsupportedOperationException("XPath function " + name);
        };
    }

    private static boolean isDerived(XPathEvaluator on, QName value, QName base, boolean orSelf) {
        return (orSelf && value.equals(base)) || Identities.isDerived(on.model(), value, base);
    }

    private static XValue argumentOrSelf(XPathEvaluator on, YangFunctionCallExpr call, XNode context) {
        return call.getArguments().isEmpty()
                ? new XValue.Nodes(List.of(context))
                : on.evaluate(call.getArguments().get(0), context);
    }

    private static String text(XPathEvaluator on, YangFunctionCallExpr call, int index, XNode context) {
        return XValue.text(on.evaluate(call.getArguments().get(index), context));
    }

    private static double enumValue(XNode node) {
        return node.schema()
                .filter(TypeAware.class::isInstance)
                .map(schema -> ((TypeAware) schema).getType())
                .filter(EnumTypeDefinition.class::isInstance)
                .flatMap(type -> ((EnumTypeDefinition) type)
                        .getValues().stream()
                                .filter(pair -> pair.getName().equals(XValue.textOf(node)))
                                .findFirst())
                .map(pair -> (double) pair.getValue())
                .orElse(Double.NaN);
    }
}
