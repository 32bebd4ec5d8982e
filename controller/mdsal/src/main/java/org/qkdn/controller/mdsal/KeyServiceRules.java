package org.qkdn.controller.mdsal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.Demand;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServices;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.BitRate;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.Terms;
import org.qkdn.controller.core.service.EndPoints;

/** What key services must keep to that their YANG model cannot say. */
public final class KeyServiceRules {
    private KeyServiceRules() {}

    /** The first thing that cannot be, naming value and remedy. What is not registered yet may still come. */
    public static Optional<String> objectionTo(KeyServices services, Inventory inventory) {
        var wanted = new TreeMap<>(KeyServiceCodec.decode(services).services()).values();
        var unheardOf = services.nonnullKeyService().values().stream()
                .flatMap(service -> Stream.of(
                        tooHigh(service.requireName(), "min-rate", service.getMinRate()),
                        tooHigh(service.requireName(), "max-rate", service.getMaxRate()),
                        noDate(service.requireName(), service)))
                .flatMap(Optional::stream)
                .findFirst();
        if (unheardOf.isPresent()) {
            return unheardOf;
        }
        var registered = InventoryCodec.decode(inventory);
        Map<Set<String>, String> owners = new HashMap<>();
        for (var service : wanted) {
            var objection = objectionTo(service);
            if (objection.isPresent()) {
                return objection;
            }
            var ends = ends(service, registered);
            var owner = owners.putIfAbsent(ends, service.name());
            if (owner != null) {
                return Optional.of("key-service " + service.name() + " joins " + service.source() + " and "
                        + service.destination() + ", as key-service " + owner
                        + " does already: change that one, or name other SAEs");
            }
        }
        return Optional.empty();
    }

    /** The same of one service alone. */
    static Optional<String> objectionTo(String name, Demand demand) {
        if (demand.getSource() == null || demand.getDestination() == null) {
            return Optional.of("key-service " + name + " has no "
                    + (demand.getSource() == null ? "source" : "destination") + ": name an SAE or a node");
        }
        return tooHigh(name, "min-rate", demand.getMinRate())
                .or(() -> tooHigh(name, "max-rate", demand.getMaxRate()))
                .or(() -> noDate(name, demand))
                .or(() -> objectionTo(KeyServiceCodec.decode(name, demand)));
    }

    private static Optional<String> tooHigh(String name, String leaf, BitRate rate) {
        return Optional.ofNullable(rate)
                .map(BitRate::getValue)
                .filter(value -> value.compareTo(KeyServiceCodec.HIGHEST_RATE) > 0)
                .map(value -> "key-service " + name + ": " + leaf + " " + value
                        + " bit/s is more than nodes can be told (ETSI GS QKD 015): at most "
                        + KeyServiceCodec.HIGHEST_RATE);
    }

    private static Optional<String> noDate(String name, Demand demand) {
        return Optional.ofNullable(demand.getExpires())
                .filter(time -> KeyServiceCodec.instant(time).isEmpty())
                .map(time -> "key-service " + name + ": expires " + time.getValue()
                        + " is no date: write one such as 2027-01-31T18:00:00Z");
    }

    private static Optional<String> objectionTo(KeyService service) {
        if (service.source().equals(service.destination())) {
            return Optional.of("key-service " + service.name() + " has " + service.source()
                    + " as source and destination: name two different SAEs");
        }
        var unmixable = service.mix().objection();
        if (unmixable.isPresent()) {
            return unmixable.map(reason -> "key-service " + service.name() + ": " + reason);
        }
        return Stream.of(unstable(service), tooNarrow(service), tooJittery(service))
                .flatMap(Optional::stream)
                .findFirst()
                .map(reason -> "key-service " + service.name() + ": " + reason);
    }

    private static Optional<String> unstable(KeyService service) {
        int holding = service.terms().holdingPriority();
        return holding < service.priority()
                ? Optional.of("holding-priority " + holding + " is below priority " + service.priority()
                        + ", so two such services could take the same rate from each other in turns forever (RFC 3209"
                        + " 4.7.1): raise holding-priority or lower priority")
                : Optional.empty();
    }

    private static Optional<String> tooNarrow(KeyService service) {
        return service.maxRate()
                .filter(most -> most.compareTo(service.minRate()) < 0)
                .map(most -> "max-rate " + most.bitsPerSecond() + " bit/s is below min-rate "
                        + service.minRate().bitsPerSecond() + " bit/s: raise max-rate or lower min-rate");
    }

    private static Optional<String> tooJittery(KeyService service) {
        return service.maxRate()
                .filter(most -> most.compareTo(service.guaranteed()) < 0)
                .map(most -> "at max-rate " + most.bitsPerSecond() + " bit/s a block of 4096 bit takes "
                        + Terms.spacingMillis(most) + " ms, longer than jitter "
                        + service.terms().jitterMillis().orElse(0L) + " ms: raise jitter, or max-rate to "
                        + service.guaranteed().bitsPerSecond());
    }

    /** Without direction; a node's name and its first SAE are the same end. */
    private static Set<String> ends(KeyService service, org.qkdn.controller.core.model.Inventory inventory) {
        return switch (EndPoints.of(service, inventory)) {
            case EndPoints.Known known ->
                Set.of(known.source().value(), known.destination().value());
            case EndPoints.Unusable unusable -> Set.of(service.source(), service.destination());
        };
    }
}
