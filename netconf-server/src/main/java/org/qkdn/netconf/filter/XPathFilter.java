package org.qkdn.netconf.filter;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.DomNamespaces;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * RFC 6241 8.9, XPath 1.0. Prefixes are those in scope at the filter element. An identity's value is the text of the
 * reply: compare it by {@code contains} or by local part.
 */
final class XPathFilter implements Filter {
    // '/' starts an absolute path unless a step stands before it
    private static final Pattern OPERATOR_BEFORE = Pattern.compile("(^|[\\[(,|=<>+-]|\\b(and|or|div|mod)\\s)\\s*$");

    private final Element filter;
    private final String select;

    XPathFilter(Element filter, String select) {
        this.filter = filter;
        this.select = select;
    }

    @Override
    public void applyTo(Element data, SchemaRoot schema) throws NetconfError {
        final var selection = new Selection();
        final var nodes = evaluate(data);
        for (int i = 0; i < nodes.getLength(); i++) {
            selection.addWithAncestors(elementOf(nodes.item(i)));
        }
        selection.prune(data, schema);
    }

    @Override
    public Optional<Set<TopLevel>> roots() {
        return Optional.empty();
    }

    private NodeList evaluate(Element data) throws NetconfError {
        final var xpath = XPathFactory.newDefaultInstance().newXPath();
        xpath.setNamespaceContext(new DomNamespaces(filter));
        try {
            return (NodeList) xpath.evaluate(below(pathTo(data), select), data, XPathConstants.NODESET);
        } catch (XPathExpressionException e) {
            throw NetconfError.protocol(
                            ErrorTag.INVALID_VALUE,
                            "select is not an XPath that selects nodes: "
                                    + Optional.ofNullable(e.getCause())
                                            .map(Throwable::getMessage)
                                            .orElse(e.getMessage()))
                    .withInfo("bad-attribute", "select")
                    .withInfo("bad-element", "filter");
        }
    }

    /** Absolute paths start at the data, which stands some elements below the root of its document. */
    static String below(String root, String select) {
        final var path = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < select.length(); i++) {
            final char c = select.charAt(i);
            if (quote == 0 && c == '/' && OPERATOR_BEFORE.matcher(path).find()) {
                final boolean alone = i + 1 == select.length() || " )]|".indexOf(select.charAt(i + 1)) >= 0;
                path.append(root).append(alone ? "" : "/");
                if (!alone && select.charAt(i + 1) == '/') {
                    path.append('/');
                    i++;
                }
                continue;
            }
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            path.append(c);
        }
        return path.toString();
    }

    private static String pathTo(Element data) {
        final var above = data.getParentNode();
        return above instanceof Element parent ? pathTo(parent) + "/*" : "/*";
    }

    private static Node elementOf(Node node) {
        return switch (node) {
            case Element element -> element;
            case Attr attribute -> attribute.getOwnerElement();
            default -> node.getParentNode() == null ? node : node.getParentNode();
        };
    }
}
