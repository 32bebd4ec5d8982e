package org.qkdn.controller.core.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.lighting.KeyDeficits;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.pairing.DirectLink;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayLink;
import org.qkdn.controller.core.path.RelayNode;
import org.qkdn.controller.core.service.EndPoints;
import org.qkdn.controller.core.service.RelayOverhead;

/** What associations lack, of what is stored and what services take. */
final class LackingKey {
    private final Draft draft;
    private final OpticalLayer layer;
    private final ToLongFunction<DirectLink> rate;
    private final KeyDeficits deficits;
    private final Map<Association, Long> stored;

    /**
     * Of a network with links that are not lit yet.
     *
     * @param rate that is expected of each, in bits per second
     */
    LackingKey(Draft draft, OpticalLayer layer, List<DirectLink> possible, ToLongFunction<DirectLink> rate) {
        this.draft = draft;
        this.layer = layer;
        this.rate = rate;
        deficits = deficits(possible);
        stored = stored();
    }

    long bits(Association association) {
        return deficits.bits(association, stored.getOrDefault(association, 0L));
    }

    private Map<Association, Long> stored() {
        Map<Association, Long> stored = new HashMap<>();
        draft.links.values().forEach(link -> link.storedBits()
                .ifPresent(bits -> stored.merge(
                        Association.of(
                                link.transmitter().node(), link.receiver().node()),
                        bits,
                        Long::sum)));
        return stored;
    }

    private KeyDeficits deficits(List<DirectLink> possible) {
        Map<KeyAssociationLinkId, RelayLink> links = new HashMap<>();
        possible.forEach(link -> links.merge(
                link.link(), relayLink(link), (one, other) -> one.capacity() >= other.capacity() ? one : other));
        draft.links.values().stream()
                .filter(link -> link.status() == LinkStatus.ACTIVE)
                .forEach(link -> links.put(
                        link.id(),
                        relayLink(
                                link.id(),
                                link.transmitter(),
                                link.receiver(),
                                link.skr().bitsPerSecond())));
        Map<KeyAssociationLinkId, Association> ends = new HashMap<>();
        links.forEach((id, link) -> ends.put(id, Association.of(link.a(), link.b())));
        return KeyDeficits.of(
                RelayGraph.of(RelayNode.of(draft.inventory), links.values()),
                ends,
                demands(),
                draft.plant.policy().storeTargetBits(),
                draft.plant.policy().horizon());
    }

    private RelayLink relayLink(DirectLink link) {
        return relayLink(link.link(), link.transmitter(), link.receiver(), rate.applyAsLong(link));
    }

    private RelayLink relayLink(KeyAssociationLinkId id, ModuleId transmitter, ModuleId receiver, long rate) {
        PhysLink known = draft.links.get(id);
        Set<String> models = Stream.of(transmitter, receiver)
                .flatMap(module -> layer.module(module).stream())
                .map(QkdModule::model)
                .collect(Collectors.toSet());
        return new RelayLink(
                id,
                transmitter.node(),
                receiver.node(),
                rate,
                rate,
                known == null ? Optional.empty() : known.qberPpm(),
                known == null ? Optional.empty() : known.storedBits(),
                models,
                Set.of());
    }

    private List<RelayDemand> demands() {
        List<RelayDemand> demands = new ArrayList<>();
        Stream.concat(draft.configured.values().stream(), draft.asked.values().stream())
                .filter(service -> !draft.isExpired(service))
                .forEach(service -> demand(service).ifPresent(demands::add));
        return demands;
    }

    private Optional<RelayDemand> demand(KeyService service) {
        return EndPoints.of(service, draft.inventory) instanceof EndPoints.Known ends
                ? Optional.of(new RelayDemand(
                        ends.sourceNode(),
                        ends.destinationNode(),
                        RelayOverhead.on(service.guaranteed()).bitsPerSecond(),
                        service.rules()))
                : Optional.empty();
    }
}
