package org.qkdn.agent.rules;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.qkdn.agent.desired.Link;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.desired.UntypedLink;
import org.qkdn.agent.desired.VirtLink;
import org.qkdn.agent.plan.KeyStorePlan;
import org.qkdn.agent.yang.Paths;

/**
 * What this node refuses although it is valid by the model. Only what changed is looked at, so that a module that came
 * back different does not block edits elsewhere.
 */
public final class ConfigurationRules {
    private final NodeRules node;
    private final PhysLinkRules phys;
    private final VirtLinkRules virt;
    private final ApplicationRules applications;

    public ConfigurationRules(String nodeId, KeyStorePlan plan) {
        node = new NodeRules(nodeId);
        phys = new PhysLinkRules(nodeId);
        virt = new VirtLinkRules(nodeId);
        applications = new ApplicationRules(nodeId, plan);
    }

    /** Empty when the change may be made. */
    public List<Violation> check(NodeConfiguration before, NodeConfiguration after) {
        return Stream.of(
                        node.check(before, after),
                        changed(before.links(), after.links()).flatMap(link -> link(link, after)),
                        changed(before.applications(), after.applications())
                                .flatMap(application -> Stream.concat(
                                        canonical(application.id(), Paths.application(application.id(), "app_id")),
                                        applications.check(application).stream())),
                        VirtLinkRules.shares(after).stream())
                .flatMap(found -> found)
                .toList();
    }

    private Stream<Violation> link(Link link, NodeConfiguration after) {
        var found =
                switch (link) {
                    case PhysLink physical -> phys.check(physical, after);
                    case VirtLink virtual -> virt.check(virtual);
                    case UntypedLink untyped ->
                        List.of(Violation.missing(
                                Paths.link(untyped.id(), "qkdl_type"), "qkdl_type is missing: say PHYS or VIRT"));
                };
        return Stream.concat(canonical(link.id(), Paths.link(link.id(), "qkdl_id")), found.stream());
    }

    private static Stream<Violation> canonical(String id, YangInstanceIdentifier path) {
        return id.equals(id.toLowerCase(Locale.ROOT))
                ? Stream.empty()
                : Stream.of(Violation.invalid(path, id + ": write UUIDs in lower case, their canonical form"));
    }

    private static <V> Stream<V> changed(Map<String, V> before, Map<String, V> after) {
        return after.entrySet().stream()
                .filter(entry -> !Objects.equals(before.get(entry.getKey()), entry.getValue()))
                .map(Map.Entry::getValue);
    }
}
