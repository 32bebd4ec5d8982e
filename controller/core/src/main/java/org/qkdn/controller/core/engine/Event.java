package org.qkdn.controller.core.engine;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.qkdn.controller.core.model.FarEnd;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * All that can happen to the network, as far as the controller is concerned. At a start the operator's three
 * configuration events are each sent once, also where they are empty: nothing is decided before all three were heard,
 * lest a service be torn down whose configuration is still being read.
 */
public sealed interface Event {
    /** The same, known to have been heard at this time by the controller's clock. */
    default Event heardAt(Instant time) {
        return this;
    }

    /** The operator's registry, whole, at start and after each change. */
    record InventoryChanged(Inventory inventory) implements Event {}

    /** The operator's description of the optical layer, whole. */
    record OpticalPlantChanged(OpticalPlant plant) implements Event {}

    /** The operator's key services, whole, and the policy for SAEs that ask without one. */
    record KeyServicesChanged(Map<String, KeyService> services, boolean provisionOnRequest) implements Event {
        public KeyServicesChanged {
            services = Map.copyOf(services);
        }
    }

    /** A service ends at this time, which has come. Of services that ended before a start it is told before they are. */
    record ServiceExpired(String name, Instant at) implements Event {}

    /**
     * A session with an agent was opened and the node read whole, or it was read again: in any case after the node
     * was programmed, for links and services count as up only once their nodes report to hold them. A report that
     * differs from what is desired is answered with the command again; whoever reads must pace itself.
     */
    record NodeReported(NodeReport report, Optional<Instant> at) implements Event {
        /** At a time that does not matter: nothing is learnt about how stores change. */
        public NodeReported(NodeReport report) {
            this(report, Optional.empty());
        }

        @Override
        public Event heardAt(Instant time) {
            return new NodeReported(report, Optional.of(time));
        }
    }

    /** The session with an agent ended. Keys go on flowing; what the node holds stays as it was. */
    record NodeUnreachable(NodeName node, String reason) implements Event {}

    /** sdqkdn_link_down. */
    record LinkWentDown(NodeName node, KeyAssociationLinkId link, String reason) implements Event {}

    /** sdqkdn_link_perf_update. A rate above zero says that the link makes key, so it is ACTIVE again at that end. */
    record LinkPerformed(
            NodeName node,
            KeyAssociationLinkId link,
            SecretKeyRate skr,
            Optional<Integer> qberPpm,
            Optional<Long> storedBits,
            Optional<FarEnd> answering,
            Optional<Instant> at)
            implements Event {
        /** At a time that does not matter, of a module that does not tell who answers. */
        public LinkPerformed(
                NodeName node,
                KeyAssociationLinkId link,
                SecretKeyRate skr,
                Optional<Integer> qberPpm,
                Optional<Long> storedBits) {
            this(node, link, skr, qberPpm, storedBits, Optional.empty(), Optional.empty());
        }

        @Override
        public Event heardAt(Instant time) {
            return new LinkPerformed(node, link, skr, qberPpm, storedBits, answering, Optional.of(time));
        }
    }

    /** sdqkdn_application_new: an SAE asked for keys and no application is configured for it. */
    record ApplicationAsked(NodeName node, SaeId server, SaeId client) implements Event {}

    /**
     * What a switch has connected, whole (ingress to egress): when its session opens, after each change, and read back
     * after it was programmed.
     */
    record SwitchReported(String name, SortedMap<Integer, Integer> crossConnects) implements Event {}

    /** The session with a switch ended. */
    record SwitchUnreachable(String name, String reason) implements Event {}

    /** The node or switch answered an error to what it was told; {@code target} is a node or switch name. */
    record ProgrammingFailed(String target, String reason) implements Event {}

    /** A node that refused so many times in a row may be tried again. */
    record RefusalOver(NodeName node, int times) implements Event {}

    /** The time is over after which a link that came up this time counts as steady, if it stayed up. */
    record LinkSteady(KeyAssociationLinkId link, int turn) implements Event {}

    /** Services are to be looked through for those that had better go elsewhere; only the newest turn counts. */
    record ReviewDue(int turn) implements Event {}

    /** A service that was moved so many times may be moved again for gain. */
    record HoldTimeOver(String service, int times) implements Event {}

    /** Light over new connections has come to rest; {@code turn} is that of the switchover. */
    record SwitchSettled(int turn) implements Event {}

    /** A switchover's time is over: where it makes no key now, what worked before is restored. */
    record SwitchoverOverdue(int turn) implements Event {}

    /** Which modules had better be lit is to be looked at; only the newest turn counts. */
    record LightingReviewDue(int turn) implements Event {}

    /** A source of entangled photons is to serve the next; only the newest number counts. */
    record SlotOver(String source, int number) implements Event {}

    /** A pair that was tried in vain so many times in a row may be tried again. */
    record SwitchoverRetry(ModuleId transmitter, ModuleId receiver, int times) implements Event {}

    /** The time that nodes get to report after a start is over: decide with what is known. */
    record DiscoveryTimedOut() implements Event {}
}
