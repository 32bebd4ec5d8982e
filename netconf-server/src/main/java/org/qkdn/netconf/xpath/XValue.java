package org.qkdn.netconf.xpath;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.QName;

/** A value of XPath 1.0, and its conversions and comparisons (XPath 1.0, 3.4). */
sealed interface XValue {
    record Nodes(List<XNode> list) implements XValue {}

    record Text(String text) implements XValue {}

    /** A literal that may be meant as the name of an identity. */
    record Identity(String text, QName name) implements XValue {}

    record Num(double value) implements XValue {}

    record Bool(boolean value) implements XValue {}

    enum Comparison {
        EQUAL,
        DIFFERENT,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    static boolean bool(XValue value) {
        return switch (value) {
            case Nodes(var list) -> !list.isEmpty();
            case Text(var text) -> !text.isEmpty();
            case Identity(var text, var name) -> !text.isEmpty();
            case Num(var number) -> number != 0 && !Double.isNaN(number);
            case Bool(var bool) -> bool;
        };
    }

    static double number(XValue value) {
        return switch (value) {
            case Num(var number) -> number;
            case Bool(var bool) -> bool ? 1 : 0;
            case Nodes nodes -> parse(text(nodes));
            case Text(var text) -> parse(text);
            case Identity(var text, var name) -> parse(text);
        };
    }

    static String text(XValue value) {
        return switch (value) {
            case Nodes(var list) ->
                list.stream().findFirst().map(XValue::textOf).orElse("");
            case Text(var text) -> text;
            case Identity(var text, var name) -> text;
            case Num(var number) ->
                number == Math.rint(number) && Math.abs(number) < 1e15
                        ? Long.toString((long) number)
                        : Double.toString(number);
            case Bool(var bool) -> Boolean.toString(bool);
        };
    }

    static String textOf(XNode node) {
        return node.value().map(XValue::canonical).orElse("");
    }

    static Optional<QName> identityOf(XNode node) {
        return node.value().filter(QName.class::isInstance).map(QName.class::cast);
    }

    static boolean compare(XValue left, XValue right, Comparison how) {
        if (left instanceof Nodes(var list) && !(right instanceof Bool)) {
            return right instanceof Nodes(var others)
                    ? list.stream().anyMatch(a -> others.stream().anyMatch(b -> compareNodes(a, b, how)))
                    : list.stream().anyMatch(node -> compareOne(node, right, how));
        }
        if (right instanceof Nodes && !(left instanceof Bool)) {
            return compare(right, left, mirrored(how));
        }
        if (how != Comparison.EQUAL && how != Comparison.DIFFERENT) {
            return ordered(number(left), number(right), how);
        }
        final var equal = Stream.of(left, right).anyMatch(Bool.class::isInstance)
                ? bool(left) == bool(right)
                : Stream.of(left, right).anyMatch(Num.class::isInstance)
                        ? number(left) == number(right)
                        : text(left).equals(text(right));
        return equal == (how == Comparison.EQUAL);
    }

    private static boolean compareNodes(XNode a, XNode b, Comparison how) {
        return compare(new Text(textOf(a)), new Text(textOf(b)), how);
    }

    private static boolean compareOne(XNode node, XValue other, Comparison how) {
        final var identity = identityOf(node);
        if (identity.isPresent() && other instanceof Identity(var text, var name)) {
            return identity.orElseThrow().equals(name) == (how == Comparison.EQUAL);
        }
        return compare(new Text(textOf(node)), other, how);
    }

    private static Comparison mirrored(Comparison how) {
        return switch (how) {
            case EQUAL, DIFFERENT -> how;
            case LESS -> Comparison.GREATER;
            case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
        };
    }

    private static boolean ordered(double left, double right, Comparison how) {
        return switch (how) {
            case EQUAL -> left == right;
            case DIFFERENT -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }

    private static String canonical(Object value) {
        return switch (value) {
            // lenient: modules such as ETSI's published one compare identities without a prefix
            case QName identity -> identity.getLocalName();
            case Decimal64 decimal -> decimal.toString();
            case org.opendaylight.yangtools.yang.common.Empty empty -> "";
            case java.util.Set<?> bits ->
                String.join(" ", bits.stream().map(Object::toString).toList());
            default -> value.toString();
        };
    }

    private static double parse(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
