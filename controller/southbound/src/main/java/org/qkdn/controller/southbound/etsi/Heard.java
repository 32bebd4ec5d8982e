package org.qkdn.controller.southbound.etsi;

import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/**
 * What a notification of ETSI GS QKD 015 means.
 *
 * @param events what it says to the engine
 * @param readAgain whether the node is to be read to know what it means
 */
public record Heard(List<Event> events, boolean readAgain) {
    private static final Heard SOMETHING = new Heard(List.of(), true);

    public Heard {
        events = List.copyOf(events);
    }

    public static Heard of(NodeName node, Element notification) {
        return switch (notification.getLocalName()) {
            case "sdqkdn_link_down" -> linkDown(node, notification).orElse(SOMETHING);
            case "sdqkdn_link_perf_update" -> performed(node, notification).orElse(SOMETHING);
            case "sdqkdn_application_new" -> asked(node, notification).orElse(SOMETHING);
            default -> SOMETHING;
        };
    }

    private static Optional<Heard> linkDown(NodeName node, Element notification) {
        return Dom.child(notification, "qkd_link").flatMap(link -> Leaf.uuid(link, "qkdl_id")
                .map(id -> new Heard(
                        List.of(new Event.LinkWentDown(
                                node,
                                new KeyAssociationLinkId(id),
                                Dom.text(link, "reason").orElse(""))),
                        true)));
    }

    private static Optional<Heard> performed(NodeName node, Element notification) {
        final var link = Dom.child(notification, "qkd_link");
        final var id = link.flatMap(l -> Leaf.uuid(l, "qkdl_id"));
        final var performance = link.flatMap(l -> Dom.child(l, "performance"));
        final var skr = performance.flatMap(p -> Leaf.rate(p, "skr"));
        if (id.isEmpty() || skr.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Heard(
                List.of(new Event.LinkPerformed(
                        node,
                        new KeyAssociationLinkId(id.get()),
                        skr.get(),
                        performance.flatMap(LinkReader::qber),
                        performance.flatMap(p -> Leaf.number(p, "stored-bits")),
                        performance.flatMap(LinkReader::answering),
                        Optional.empty())),
                false));
    }

    private static Optional<Heard> asked(NodeName node, Element notification) {
        return Dom.child(notification, "qkd_application").flatMap(application -> Dom.text(application, "server_app_id")
                .map(server -> new Heard(
                        Dom.children(application, "client_app_id").stream()
                                .map(client -> client.getTextContent().strip())
                                .filter(client -> !client.isEmpty())
                                .<Event>map(client ->
                                        new Event.ApplicationAsked(node, new SaeId(server), new SaeId(client)))
                                .toList(),
                        false)));
    }
}
