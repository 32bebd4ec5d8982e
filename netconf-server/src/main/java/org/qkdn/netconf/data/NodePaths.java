package org.qkdn.netconf.data;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.XMLNamespace;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.w3c.dom.Element;

/**
 * The paths of access control rules (RFC 8341, node-instance-identifier). To the model they are mere text, so the
 * prefixes that a client declares would be lost: they are kept with the names of modules for prefixes, as JSON has them
 * (RFC 7951 6.11), and these are declared again in what is sent.
 */
final class NodePaths {
    static final String NACM = "urn:ietf:params:xml:ns:yang:ietf-netconf-acm";
    // a quoted value, or a prefix
    private static final Pattern PREFIX = Pattern.compile("'[^']*'|\"[^\"]*\"|([A-Za-z_][A-Za-z0-9._-]*):");

    private NodePaths() {}

    static boolean isPath(QName leaf) {
        return leaf.getLocalName().equals("path")
                && leaf.getNamespace().toString().equals(NACM);
    }

    /**
     * With modules' names for prefixes.
     *
     * @throws IllegalArgumentException where it is no such path, or a prefix is neither declared nor the name of a module
     */
    static String byModules(Element element, EffectiveModelContext model) {
        final var path = PREFIX.matcher(element.getTextContent().strip()).replaceAll(found -> {
            final var prefix = found.group(1);
            return prefix == null ? quoted(found) : module(prefix, element, model) + ":";
        });
        if (NodeInstancePath.parse(path).isEmpty()) {
            throw new IllegalArgumentException("is no path such as /p:top/p:list[p:key='value']/p:leaf");
        }
        return path;
    }

    /** Declares the prefixes of all paths below. */
    static void declarePrefixes(Element above, EffectiveModelContext model) {
        final var paths = above.getElementsByTagNameNS(NACM, "path");
        for (int i = 0; i < paths.getLength(); i++) {
            final var path = (Element) paths.item(i);
            PREFIX.matcher(path.getTextContent())
                    .results()
                    .map(found -> found.group(1))
                    .filter(prefix -> prefix != null)
                    .distinct()
                    .forEach(prefix -> model.findModules(prefix).stream()
                            .findFirst()
                            .ifPresent(module -> {
                                path.setAttributeNS(
                                        XMLConstants.XMLNS_ATTRIBUTE_NS_URI,
                                        "xmlns:" + prefix,
                                        module.getNamespace().toString());
                            }));
        }
    }

    private static String quoted(MatchResult found) {
        return found.group().replace("\\", "\\\\").replace("$", "\\$");
    }

    private static String module(String prefix, Element element, EffectiveModelContext model) {
        return Optional.ofNullable(element.lookupNamespaceURI(prefix))
                .flatMap(namespace -> nameOfOne(model.findModules(XMLNamespace.of(namespace))))
                .or(() -> nameOfOne(model.findModules(prefix)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "its prefix " + prefix + " stands for no module here; declare it with xmlns:" + prefix));
    }

    private static Optional<String> nameOfOne(Collection<? extends Module> modules) {
        return modules.stream().findFirst().map(Module::getName);
    }
}
