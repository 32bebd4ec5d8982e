package org.qkdn.controller.core.service;

import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SaeId;

/**
 * What became of a key service.
 *
 * @param source SAE at one end; absent where the service names nobody known
 * @param placement where its keys are relayed; kept while the service is DOWN, for then stored keys are still served
 */
public record ServiceState(
        KeyService service,
        ApplicationId application,
        Optional<SaeId> source,
        Optional<SaeId> destination,
        Status status,
        Optional<String> reason,
        Optional<Placement> placement) {
    /** The links over which its keys travel; none where it has no path. */
    public List<Share> shares() {
        return placement.map(Placement::shares).orElse(List.of());
    }

    public ServiceState with(Status newStatus, Optional<String> newReason) {
        return new ServiceState(service, application, source, destination, newStatus, newReason, placement);
    }

    /** Status of a key service. */
    public enum Status {
        PENDING,
        UP,
        DOWN
    }
}
