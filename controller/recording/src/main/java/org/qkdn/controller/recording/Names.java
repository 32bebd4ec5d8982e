package org.qkdn.controller.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.Share;

/** Identities are computed and say nothing to a reader: in what is only to be read they give way to names. */
final class Names {
    private static final String URN = "urn:uuid:";

    private final Map<String, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /** Learns from what a step changed. */
    void learn(NetworkState before, NetworkState after) {
        fresh(before.reports(), after.reports(), (node, report) -> name(report.qkdnId(), node.value()));
        fresh(
                before.links(),
                after.links(),
                (id, link) -> name(id.value(), link.transmitter() + "-" + link.receiver()));
        fresh(before.services(), after.services(), (name, service) -> service(service));
        fresh(before.desired(), after.desired(), (node, desired) -> desired.applications()
                .values()
                .forEach(application -> {
                    if (application instanceof DesiredApplication.Relay relay) {
                        name(
                                relay.id().value(),
                                "relay of " + of(relay.virt().value()) + " over "
                                        + of(relay.backing().value()));
                    }
                }));
    }

    private static <K, V> void fresh(SortedMap<K, V> before, SortedMap<K, V> after, BiConsumer<K, V> with) {
        after.forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                with.accept(key, value);
            }
        });
    }

    private void service(ServiceState service) {
        name(service.application().value(), "application " + service.service().name());
        for (Share share : service.held()) {
            if (share.isVirtual()) {
                name(
                        share.link().value(),
                        share.path().nodes().stream().map(Object::toString).collect(Collectors.joining("-")));
            }
        }
    }

    /** Two things of one name are told apart by a number. */
    private void name(UUID id, String name) {
        if (!names.containsKey(id.toString())) {
            String unique = name;
            for (int number = 2; !taken.add(unique); number++) {
                unique = name + " #" + number;
            }
            names.put(id.toString(), unique);
        }
    }

    private String of(UUID id) {
        return names.getOrDefault(id.toString(), id.toString());
    }

    /** The same with names. */
    JsonNode in(JsonNode json) {
        if (json.isTextual()) {
            return JsonNodeFactory.instance.textNode(in(json.textValue()));
        }
        if (json.isArray()) {
            ArrayNode named = JsonNodeFactory.instance.arrayNode();
            json.forEach(element -> named.add(in(element)));
            return named;
        }
        if (json.isObject()) {
            ObjectNode named = JsonNodeFactory.instance.objectNode();
            json.properties().forEach(entry -> named.set(in(entry.getKey()), in(entry.getValue())));
            return named;
        }
        return json;
    }

    private String in(String text) {
        String id = text.startsWith(URN) ? text.substring(URN.length()) : text;
        return names.getOrDefault(id, text);
    }
}
