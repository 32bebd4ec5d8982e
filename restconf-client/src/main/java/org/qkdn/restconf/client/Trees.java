package org.qkdn.restconf.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/**
 * Data as elements, whether it came as JSON (RFC 7951) or XML: one element for each entry of a list. Names count without
 * their module, for not all servers write it where it belongs.
 */
final class Trees {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private Trees() {}

    /** The members of a JSON object, or the XML root, in one element. */
    static Element read(byte[] body, String mediaType) throws IOException {
        final var root = Dom.root("", "answer");
        if (mediaType.contains("xml")) {
            final var xml = Dom.parse(new String(body, StandardCharsets.UTF_8));
            root.appendChild(root.getOwnerDocument().importNode(xml, true));
        } else {
            fill(root, MAPPER.readTree(body));
        }
        return root;
    }

    private static void fill(Element into, JsonNode value) {
        if (value.isObject()) {
            value.properties().forEach(member -> add(into, member.getKey(), member.getValue()));
        } else if (!value.isNull() && !value.isMissingNode() && !value.isArray()) {
            into.setTextContent(value.isNumber() ? value.decimalValue().toPlainString() : value.asText());
        }
    }

    private static void add(Element into, String member, JsonNode value) {
        final var name = member.substring(member.indexOf(':') + 1);
        if (!NAME.matcher(name).matches()) {
            // metadata (RFC 7952), or no YANG at all
            return;
        }
        if (value.isArray()) {
            value.forEach(entry -> fill(Dom.add(into, "", name), entry));
        } else {
            fill(Dom.add(into, "", name), value);
        }
    }
}
