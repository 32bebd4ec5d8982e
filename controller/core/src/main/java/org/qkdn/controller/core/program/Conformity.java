package org.qkdn.controller.core.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.program.Deviation.Kind;
import org.qkdn.controller.core.program.Deviation.Thing;

/**
 * Whether a node reports to hold what it should. Leaves that a server of the unmended standard cannot take (phys_*,
 * virt_*) count only where they are reported; a virt_bandwidth of 0 counts as not reported, but from agents of ours.
 */
public final class Conformity {
    private final Map<KeyAssociationLinkId, ReportedLink> links = new HashMap<>();
    private final Map<ApplicationId, ReportedApplication> applications = new HashMap<>();

    private final boolean reportsAll;

    public Conformity(NodeReport report) {
        reportsAll = report.combines();
        report.links().forEach(link -> links.put(link.id(), link));
        report.applications().forEach(application -> applications.put(application.id(), application));
    }

    /** Whether it holds all of that and nothing else. */
    public boolean isExactly(DesiredNode desired) {
        return links.keySet().equals(desired.links().keySet())
                && applications.keySet().equals(desired.applications().keySet())
                && desired.links().values().stream().allMatch(this::holds)
                && desired.applications().values().stream().allMatch(this::holds);
    }

    /** What is otherwise, entry by entry. */
    public List<Deviation> deviations(DesiredNode desired) {
        List<Deviation> found = new ArrayList<>();
        links.keySet().stream()
                .filter(id -> !desired.links().containsKey(id))
                .forEach(id -> found.add(new Deviation(Thing.LINK, id.value(), Kind.ADDED)));
        applications.keySet().stream()
                .filter(id -> !desired.applications().containsKey(id))
                .forEach(id -> found.add(new Deviation(Thing.APPLICATION, id.value(), Kind.ADDED)));
        desired.links().values().stream()
                .filter(link -> !holds(link))
                .forEach(link -> found.add(new Deviation(
                        Thing.LINK, link.id().value(), contains(link.id()) ? Kind.CHANGED : Kind.REMOVED)));
        desired.applications().values().stream()
                .filter(application -> !holds(application))
                .forEach(application -> found.add(new Deviation(
                        Thing.APPLICATION,
                        application.id().value(),
                        contains(application.id()) ? Kind.CHANGED : Kind.REMOVED)));
        return List.copyOf(found);
    }

    boolean contains(KeyAssociationLinkId link) {
        return links.containsKey(link);
    }

    boolean contains(ApplicationId application) {
        return applications.containsKey(application);
    }

    /** Whether it relays the application's keys over these links. */
    boolean backs(ApplicationId application, List<KeyAssociationLinkId> links) {
        return contains(application) && applications.get(application).backing().equals(links);
    }

    private boolean holds(DesiredLink desired) {
        return switch (desired) {
            case DesiredLink.Phys phys ->
                links.get(phys.id()) instanceof ReportedLink.Phys reported && holds(reported, phys);
            case DesiredLink.Virt virt ->
                links.get(virt.id()) instanceof ReportedLink.Virt reported && holds(reported, virt);
        };
    }

    private static boolean holds(ReportedLink.Phys reported, DesiredLink.Phys desired) {
        return reported.enabled() == desired.enabled()
                && reported.local().interfaceId() == desired.localInterface()
                && reported.remoteNode().equals(desired.remoteNode())
                && reported.remoteInterface() == desired.remoteInterface()
                && agrees(reported.role(), desired.role())
                && agrees(reported.channel(), desired.channel())
                && agrees(reported.loss(), desired.loss());
    }

    private boolean holds(ReportedLink.Virt reported, DesiredLink.Virt desired) {
        boolean unwritten =
                reported.previousHop().isEmpty() && reported.nextHops().isEmpty();
        return reported.enabled()
                && reported.localEnd().equals(desired.localEnd())
                && reported.remoteEnd().equals(desired.remoteEnd())
                && (unwritten
                        || (reported.previousHop().equals(desired.previousHop())
                                && leadsOn(reported, desired)
                                && (reported.bandwidth().equals(desired.bandwidth())
                                        || (!reportsAll && reported.bandwidth().equals(SecretKeyRate.ZERO)))));
    }

    private static boolean leadsOn(ReportedLink.Virt reported, DesiredLink.Virt desired) {
        return desired.nextHop()
                .map(reported.nextHops()::contains)
                .orElse(reported.nextHops().isEmpty());
    }

    private boolean holds(DesiredApplication desired) {
        ReportedApplication reported = applications.get(desired.id());
        return reported != null
                && switch (desired) {
                    case DesiredApplication.Client client -> holds(reported, client);
                    case DesiredApplication.Relay relay -> holds(reported, relay);
                };
    }

    private static boolean holds(ReportedApplication reported, DesiredApplication.Client desired) {
        return !reported.internal()
                && reported.server().equals(desired.server().value())
                && reported.clients().equals(List.of(desired.client().value()))
                && reported.priority() == desired.priority()
                && reported.minRate().equals(desired.minRate())
                && reported.maxRate().equals(desired.maxRate())
                && reported.ttlSeconds().equals(desired.ttlSeconds())
                && reported.jitterMillis().equals(desired.jitterMillis())
                && reported.backing().equals(desired.backing())
                && reported.combination() == desired.combination()
                && reported.parts().equals(desired.parts())
                && agrees(reported.localNode(), desired.localNode())
                && reported.remoteNode().equals(Optional.of(desired.remoteNode()));
    }

    private static boolean holds(ReportedApplication reported, DesiredApplication.Relay desired) {
        return reported.internal()
                && reported.server().equals("urn:uuid:" + desired.virt())
                && reported.minRate().equals(desired.rate())
                && reported.backing().equals(List.of(desired.backing()))
                && agrees(reported.localNode(), desired.localNode())
                && agrees(reported.remoteNode(), desired.remoteNode());
    }

    private static <T> boolean agrees(Optional<T> reported, T desired) {
        return reported.map(desired::equals).orElse(true);
    }
}
