package org.qkdn.netconf.data;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.xml.XMLConstants;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeWithValue;
import org.opendaylight.yangtools.yang.model.api.Module;
import org.qkdn.netconf.YangModel;
import org.w3c.dom.Element;

/** The error-path of NETCONF and RESTCONF: an instance-identifier (RFC 7950 9.13). */
public final class ErrorPaths {
    private ErrorPaths() {}

    /** As an element {@code error-path} that declares its prefixes. */
    public static void append(YangModel model, YangInstanceIdentifier path, Element error, String namespace) {
        final var element = Dom.append(error, namespace, "error-path");
        final var prefixes = new HashMap<String, String>();
        element.setTextContent(text(model, path, name -> prefixed(model, element, name, prefixes)));
    }

    /** As JSON has it: the name of a module stands where the module is another one than the parent's (RFC 7951 6.11). */
    public static String byModules(YangModel model, YangInstanceIdentifier path) {
        final var last = new String[] {""};
        return text(model, path, name -> {
            final var module = model.context()
                    .findModule(name.getModule())
                    .map(Module::getName)
                    .orElse("");
            final boolean same = module.equals(last[0]);
            last[0] = module;
            return (same ? "" : module + ":") + name.getLocalName();
        });
    }

    /** XML 1.0 cannot carry every character an error may quote. */
    public static String printable(String text) {
        return text == null ? "" : text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }

    private static String text(YangModel model, YangInstanceIdentifier path, Function<QName, String> name) {
        final var text = new StringBuilder();
        for (var step : SchemaPaths.dataSteps(model, path)) {
            text.append('/').append(name.apply(step.getNodeType()));
            switch (step) {
                case NodeIdentifierWithPredicates keys ->
                    keys.entrySet().forEach(key -> text.append('[')
                            .append(name.apply(key.getKey()))
                            .append('=')
                            .append(quoted(key.getValue()))
                            .append(']'));
                case NodeWithValue<?> value ->
                    text.append("[.=").append(quoted(value.getValue())).append(']');
                default -> {}
            }
        }
        return text.toString();
    }

    private static String prefixed(YangModel model, Element element, QName name, Map<String, String> prefixes) {
        final var namespace = name.getNamespace().toString();
        final var prefix = prefixes.computeIfAbsent(namespace, uri -> {
            final var known = model.context().findModule(name.getModule()).map(module -> module.getPrefix());
            final var fresh = known.filter(own -> !prefixes.containsValue(own)).orElse("p" + prefixes.size());
            element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + fresh, uri);
            return fresh;
        });
        return prefix + ":" + name.getLocalName();
    }

    private static String quoted(Object value) {
        final var text = value instanceof QName name ? name.getLocalName() : value.toString();
        return text.indexOf('\'') < 0 ? "'" + text + "'" : "\"" + text + "\"";
    }
}
