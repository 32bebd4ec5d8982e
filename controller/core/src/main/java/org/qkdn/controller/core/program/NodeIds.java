package org.qkdn.controller.core.program;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.service.ReportedServices;
import org.qkdn.controller.core.service.ServiceState;

/** qkdn_id of each node: as it reports, else, while it has not reported since the start, as others name it. */
public final class NodeIds {
    private final Map<NodeName, UUID> ids = new HashMap<>();

    public NodeIds(
            Inventory inventory,
            Collection<NodeReport> reports,
            OpticalLayer layer,
            Collection<Pairing> pairings,
            ReportedServices reported,
            Collection<ServiceState> services) {
        reports.forEach(report -> ids.put(report.node(), report.qkdnId()));
        for (Pairing pairing : pairings) {
            if (pairing instanceof Pairing.Made made) {
                NodeName transmitter = made.transmitter().node();
                NodeName receiver = made.receiver().node();
                layer.reported(transmitter, made.link())
                        .ifPresent(link -> ids.putIfAbsent(receiver, link.remoteNode()));
                layer.reported(receiver, made.link())
                        .ifPresent(link -> ids.putIfAbsent(transmitter, link.remoteNode()));
            }
        }
        for (ServiceState service : services) {
            Optional<NodeName> source = service.source().map(inventory.saes()::get);
            Optional<NodeName> destination = service.destination().map(inventory.saes()::get);
            if (source.isPresent() && destination.isPresent()) {
                reported.remoteNode(source.get(), service.application())
                        .ifPresent(id -> ids.putIfAbsent(destination.get(), id));
                reported.remoteNode(destination.get(), service.application())
                        .ifPresent(id -> ids.putIfAbsent(source.get(), id));
            }
        }
    }

    Optional<UUID> of(NodeName node) {
        return Optional.ofNullable(ids.get(node));
    }

    boolean areKnown(Collection<NodeName> nodes) {
        return ids.keySet().containsAll(nodes);
    }
}
