package org.qkdn.controller.core.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.path.Apart;

/**
 * A service to place.
 *
 * @param previous where it was placed, still so in the nodes
 * @param held whether it has the rate of that placement reserved
 * @param inPlace those shares of it that all their nodes hold
 * @param carrying where its keys still go while the previous placement is being made
 * @param preemptor who took its rate before
 * @param promised as what it was admitted, where it asks for more rate now
 */
record Candidate(
        KeyService service,
        EndPoints.Known ends,
        Optional<Placement> previous,
        boolean held,
        Set<Share> inPlace,
        List<Placement> carrying,
        Optional<Admission.Preemptor> preemptor,
        Optional<KeyService> promised) {
    /** Nobody took its rate. */
    Candidate(
            KeyService service,
            EndPoints.Known ends,
            Optional<Placement> previous,
            boolean held,
            Set<Share> inPlace,
            List<Placement> carrying) {
        this(service, ends, previous, held, inPlace, carrying, Optional.empty(), Optional.empty());
    }

    /** What it holds until its new request is decided. */
    Candidate asPromised() {
        return new Candidate(
                promised.orElse(service), ends, previous, held, inPlace, carrying, preemptor, Optional.empty());
    }

    String name() {
        return service.name();
    }

    /** Of all of its keys, relay overhead included. */
    SecretKeyRate rate() {
        return RelayOverhead.on(service.guaranteed());
    }

    /** What a placement of it takes of each link, relay overhead included. */
    Map<KeyAssociationLinkId, SecretKeyRate> load(Placement placement) {
        return placement.load(service.guaranteed());
    }

    Apart apart() {
        return new Apart(!service.mix().isSplit(), service.mix().apart());
    }
}
