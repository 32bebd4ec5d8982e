package org.qkdn.agent.desired;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything the node is configured to be and do: qkd_node of ETSI GS QKD 015, read once. Keys are the ids, in their order,
 * so that the same configuration always gives the same messages.
 */
public record NodeConfiguration(
        Optional<String> nodeId,
        Map<Long, QkdInterface> interfaces,
        Map<String, Link> links,
        Map<String, Application> applications) {
    public NodeConfiguration {
        interfaces = Collections.unmodifiableMap(new TreeMap<>(interfaces));
        links = Collections.unmodifiableMap(new TreeMap<>(links));
        applications = Collections.unmodifiableMap(new TreeMap<>(applications));
    }

    /** Before anything was read. */
    public static NodeConfiguration empty() {
        return new NodeConfiguration(Optional.empty(), Map.of(), Map.of(), Map.of());
    }

    public Stream<PhysLink> physLinks() {
        return links.values().stream().filter(PhysLink.class::isInstance).map(PhysLink.class::cast);
    }

    public Stream<VirtLink> virtLinks() {
        return links.values().stream().filter(VirtLink.class::isInstance).map(VirtLink.class::cast);
    }

    public Stream<Application> applications(Application.Kind kind) {
        return applications.values().stream().filter(application -> application.is(kind));
    }

    public Optional<PhysLink> physLink(String id) {
        return Optional.ofNullable(links.get(id))
                .filter(PhysLink.class::isInstance)
                .map(PhysLink.class::cast);
    }
}
