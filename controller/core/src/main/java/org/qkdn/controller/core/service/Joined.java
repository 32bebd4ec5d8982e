package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Which services can be: those that have not ended, whose SAEs are known, and that alone join these two. */
final class Joined {
    private final Inventory inventory;
    private final Map<String, ServiceState> previous;
    private final ReportedServices reported;
    private final RelayNetwork network;
    private final Map<String, EndPoints.Known> ends = new HashMap<>();
    private final SortedMap<String, ServiceState> refused = new TreeMap<>();

    Joined(
            Inventory inventory,
            Collection<KeyService> wanted,
            Map<String, ServiceState> previous,
            ReportedServices reported,
            RelayNetwork network,
            Predicate<KeyService> expired) {
        this.inventory = inventory;
        this.previous = previous;
        this.reported = reported;
        this.network = network;
        join(alive(wanted, expired));
    }

    /** The ends of those that can be, by name. */
    Map<String, EndPoints.Known> ends() {
        return ends;
    }

    /** What becomes of those that cannot. */
    SortedMap<String, ServiceState> refused() {
        return refused;
    }

    private List<KeyService> alive(Collection<KeyService> wanted, Predicate<KeyService> expired) {
        List<KeyService> alive = new ArrayList<>();
        for (KeyService service : wanted) {
            if (expired.test(service)) {
                refuse(
                        service,
                        EndPoints.of(service, inventory),
                        "expired at " + service.terms().expires().orElseThrow()
                                + ": name a later date, or remove the service");
            } else {
                alive.add(service);
            }
        }
        return alive;
    }

    private void join(List<KeyService> alive) {
        List<KeyService> possible = new ArrayList<>();
        for (KeyService service : alive) {
            switch (endsOf(service)) {
                case EndPoints.Unusable unusable -> refuse(service, unusable, unusable.reason());
                case EndPoints.Known known -> {
                    ends.put(service.name(), known);
                    possible.add(service);
                }
            }
        }
        // of two services for the same SAEs the one that is at work stays
        possible.sort(Comparator.<KeyService, Boolean>comparing(service -> !isAtWork(service))
                .thenComparing(KeyService::name));
        Map<Set<SaeId>, String> owners = new HashMap<>();
        for (KeyService service : possible) {
            EndPoints.Known here = ends.get(service.name());
            String owner = owners.computeIfAbsent(here.pair(), pair -> service.name());
            if (!owner.equals(service.name())) {
                ends.remove(service.name());
                refuse(service, here, "service " + owner + " already joins these two SAEs: remove one of the two");
            }
        }
    }

    /** Unusable also where an agent cannot be told of the mix: its node would take a share for a key. */
    private EndPoints endsOf(KeyService service) {
        EndPoints found = EndPoints.of(service, inventory);
        if (service.mix().isSingle() || !(found instanceof EndPoints.Known known)) {
            return found;
        }
        return Stream.of(known.sourceNode(), known.destinationNode())
                .filter(network.singleOnly()::contains)
                .findFirst()
                .<EndPoints>map(node -> new EndPoints.Unusable(
                        Optional.of(known.source()),
                        Optional.of(known.destination()),
                        "the agent of node " + node + " does not know qkdn-node-extension, so it cannot be told to make"
                                + " keys by " + service.mix().combination()
                                + ": ask for combination single, or update the agent"))
                .orElse(known);
    }

    private boolean isAtWork(KeyService service) {
        ApplicationId application = ends.get(service.name()).application(service);
        ServiceState before = previous.get(service.name());
        return reported.isHeld(application)
                || (before != null
                        && before.placement().isPresent()
                        && before.application().equals(application));
    }

    private void refuse(KeyService service, EndPoints found, String reason) {
        refused.put(
                service.name(),
                switch (found) {
                    case EndPoints.Unusable unusable ->
                        state(service, unusable.source(), unusable.destination(), reason);
                    case EndPoints.Known known ->
                        state(service, Optional.of(known.source()), Optional.of(known.destination()), reason);
                });
    }

    private static ServiceState state(
            KeyService service, Optional<SaeId> source, Optional<SaeId> destination, String reason) {
        ApplicationId application = Identities.clientApplication(
                service.name(),
                source.orElseGet(() -> new SaeId(service.source())),
                destination.orElseGet(() -> new SaeId(service.destination())),
                service.mix());
        return new ServiceState(
                service,
                application,
                source,
                destination,
                Status.DOWN,
                Optional.of(reason),
                Optional.empty(),
                Optional.empty());
    }
}
