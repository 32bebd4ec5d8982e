package org.qkdn.optical;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Reply;
import org.w3c.dom.Element;

/** What module optical-switch says, in NETCONF's answers and RESTCONF's. */
final class PolatisTree {
    private static final Pattern INGRESS = Pattern.compile("ingress='?([0-9]{1,5})");

    private PolatisTree() {}

    static SwitchIdentity identity(Element answer) {
        final var product = root(answer, "product-information");
        return new SwitchIdentity(
                Dom.text(product, "manufacturer").orElse(""),
                Dom.text(product, "model-name").orElse(""),
                Dom.text(product, "serial-number").orElse(""),
                Dom.text(product, "software-version").orElse(""));
    }

    static SortedMap<Integer, PortHealth> ports(String address, Element answer) throws IOException {
        final var found = new TreeMap<Integer, PortHealth>();
        for (var port : Dom.children(root(answer, "port-config"), "port")) {
            found.put(
                    ReadConnections.port(address, Dom.text(port, "port-id").orElse("nothing"), "a"),
                    switch (Dom.text(port, "status").orElse("")) {
                        case "DISABLED" -> PortHealth.DISABLED;
                        case "FAILED" -> PortHealth.FAILED;
                        // UNSUPPORTED: a port that cannot be switched off
                        case "ENABLED", "UNSUPPORTED" -> PortHealth.ENABLED;
                        default -> PortHealth.UNKNOWN;
                    });
        }
        return found;
    }

    /** {@code list}: pair or pairs. */
    static SortedMap<Integer, Integer> crossConnects(String address, Element answer, String list) throws IOException {
        final var connections = new ReadConnections(address);
        for (var pair : Dom.children(root(answer, "cross-connects"), list)) {
            connections.add(
                    ReadConnections.port(address, Dom.text(pair, "ingress").orElse("nothing"), "ingress"),
                    ReadConnections.port(address, Dom.text(pair, "egress").orElse("nothing"), "egress"));
        }
        return connections.found();
    }

    /** Its path may name the connection at fault. */
    static SwitchProtocol.Refusal refusal(Reply.Refused refused) {
        return new SwitchProtocol.Refusal(
                refused.errors().stream()
                        .map(error -> INGRESS.matcher(error.path()))
                        .filter(Matcher::find)
                        .map(found -> Integer.valueOf(found.group(1)))
                        .findFirst(),
                refused.text());
    }

    private static Element root(Element answer, String name) {
        return Dom.find(answer, "data", name).or(() -> Dom.child(answer, name)).orElseGet(() -> Dom.root("", name));
    }
}
