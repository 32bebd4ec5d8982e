package org.qkdn.controller.core.engine;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.forecast.StoreForecast;
import org.qkdn.controller.core.lighting.Lighting;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.program.Adoption;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.switching.Switching;

/**
 * All the controller knows and has decided, at one moment.
 *
 * @param configured the operator's key services
 * @param asked services that policy provisioned because an SAE asked
 * @param reports the newest report of each node that has ever reported; kept while it is unreachable
 * @param unreachable registered nodes without a session, and why
 * @param switches what each switch that ever reported connects, ingress to egress; kept while it is unreachable, for a
 *     switch goes on connecting without a session
 * @param unreachableSwitches switches without a session, and why
 * @param pairings by transmitter
 * @param desired what each node was last told to hold
 * @param desiredSwitches what each switch was last told to connect
 * @param unread links that a node was newly told since its last report, which so says nothing about them
 * @param toldSinceReport nodes that were told what to hold since their last report: the next one shows work under way
 * @param programmingErrors the last refusal of each node or switch, by its name
 * @param refusals nodes that refused what they were told, until they have taken what they are told again
 * @param foreignEdits what others did to nodes behind the controller's back
 * @param adopted what of that stays
 * @param flaps of links that went down and have not been up for the hold-down time since
 * @param told which parts of the operator's configuration have been heard since the start
 * @param discovered whether nodes had their time to report after a start: nothing is decided before
 * @param forecasts of the key stores of PHYS links, as far as something was observed since the start
 * @param moves the newest move of each service that was moved though its path worked
 * @param reviews when the next are looked for
 * @param expired which services ended when; each lives again once the operator names another time
 * @param switching how far changes of pairs have come
 * @param lighting what of the optical layer is left to the controller, and what it made of it
 */
public record NetworkState(
        Inventory inventory,
        OpticalPlant plant,
        SortedMap<String, KeyService> configured,
        SortedMap<String, KeyService> asked,
        boolean provisionOnRequest,
        SortedMap<NodeName, NodeReport> reports,
        SortedMap<NodeName, String> unreachable,
        SortedMap<String, SortedMap<Integer, Integer>> switches,
        SortedMap<String, String> unreachableSwitches,
        SortedMap<ModuleId, Pairing> pairings,
        SortedMap<KeyAssociationLinkId, PhysLink> links,
        SortedMap<String, ServiceState> services,
        SortedMap<NodeName, DesiredNode> desired,
        SortedMap<String, SortedMap<Integer, Integer>> desiredSwitches,
        SortedMap<NodeName, Set<KeyAssociationLinkId>> unread,
        Set<NodeName> toldSinceReport,
        SortedMap<String, String> programmingErrors,
        SortedMap<NodeName, Refusal> refusals,
        SortedMap<NodeName, ForeignEdits> foreignEdits,
        SortedMap<NodeName, Adoption> adopted,
        SortedMap<KeyAssociationLinkId, Flaps> flaps,
        Set<Configuration> told,
        boolean discovered,
        SortedMap<KeyAssociationLinkId, StoreForecast> forecasts,
        SortedMap<String, Move> moves,
        Reviews reviews,
        Set<Event.ServiceExpired> expired,
        Switching switching,
        Lighting lighting) {
    public NetworkState {
        configured = copy(configured);
        asked = copy(asked);
        reports = copy(reports);
        unreachable = copy(unreachable);
        switches = copy(switches);
        unreachableSwitches = copy(unreachableSwitches);
        pairings = copy(pairings);
        links = copy(links);
        services = copy(services);
        desired = copy(desired);
        desiredSwitches = copy(desiredSwitches);
        unread = copy(unread);
        toldSinceReport = Set.copyOf(toldSinceReport);
        programmingErrors = copy(programmingErrors);
        refusals = copy(refusals);
        foreignEdits = copy(foreignEdits);
        adopted = copy(adopted);
        flaps = copy(flaps);
        told = Set.copyOf(told);
        forecasts = copy(forecasts);
        moves = copy(moves);
        expired = Set.copyOf(expired);
    }

    /** The parts of the operator's configuration; each is heard once at the start, also where it is empty. */
    public enum Configuration {
        INVENTORY,
        OPTICAL_PLANT,
        KEY_SERVICES
    }

    /** Whether there is a session with the node and it has been read. */
    public boolean isReachable(NodeName node) {
        return reports.containsKey(node) && !unreachable.containsKey(node);
    }

    /** Whether there is a session with the switch and it has been read. */
    public boolean isReachable(String switchName) {
        return switches.containsKey(switchName) && !unreachableSwitches.containsKey(switchName);
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
