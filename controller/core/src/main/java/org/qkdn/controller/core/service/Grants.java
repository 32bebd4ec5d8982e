package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.service.ServiceState.Status;

/**
 * What each service may use: its guaranteed rate and a fair share of what is left on its links. What was granted stands while
 * the fair share is not below it and not more than a fifth above, so that rates that go up and down a little have no node
 * programmed again.
 */
public final class Grants {
    /** Rates are uint32 in ETSI GS QKD 015; 0 would say that nothing is limited. */
    private static final SecretKeyRate LARGEST = new SecretKeyRate(0xFFFF_FFFFL);

    private static final SecretKeyRate SMALLEST = new SecretKeyRate(1);
    private static final long FIFTH = 5;

    private final Map<KeyAssociationLinkId, PhysLink> working = new HashMap<>();
    private final Map<String, Sharing> sharing = new LinkedHashMap<>();
    /** How many services use a link. */
    private final Map<KeyAssociationLinkId, Integer> users = new HashMap<>();

    /** {@code believed} are placements over which keys are taken to go, though not all of their nodes have been heard. */
    private Grants(
            Map<KeyAssociationLinkId, PhysLink> links,
            Collection<ServiceState> services,
            Predicate<Placement> believed) {
        links.forEach((id, link) -> {
            if (RelayNetwork.isActive(link)) {
                working.put(id, link);
            }
        });
        for (ServiceState service : services) {
            service.placement().filter(believed.or(this::works)).ifPresent(placement -> {
                Map<KeyAssociationLinkId, Part> parts = parts(placement);
                sharing.put(service.service().name(), new Sharing(service, parts));
                parts.keySet().forEach(hop -> users.merge(hop, 1, Integer::sum));
            });
        }
    }

    /** A service, and what part of its rate goes over each link that works. */
    private record Sharing(ServiceState service, Map<KeyAssociationLinkId, Part> parts) {}

    /**
     * The services with what they are granted. While keys may go over nodes that have not reported since the start, what is
     * granted already stands, and new ones share the rest: nobody knows yet what else is left.
     *
     * @param links with what is reserved on them
     * @param before what was decided last
     */
    static SortedMap<String, ServiceState> of(
            Map<KeyAssociationLinkId, PhysLink> links,
            SortedMap<String, ServiceState> services,
            Map<String, ServiceState> before,
            ReportedServices reported,
            boolean undecided) {
        boolean frozen = undecided
                || services.values().stream()
                        .flatMap(service -> service.placement().stream())
                        .anyMatch(reported::isUnheard);
        Map<String, LastGrant> last = new HashMap<>();
        services.forEach(
                (name, service) -> LastGrant.of(service, before, reported).ifPresent(known -> last.put(name, known)));
        SortedMap<String, ServiceState> granted = new TreeMap<>();
        services.forEach((name, service) -> granted.put(
                name,
                service.with(service.admission()
                        .granting(
                                Optional.empty(),
                                Optional.ofNullable(last.get(name))
                                        .map(LastGrant::limit)
                                        .orElse(service.service().maxRate())))));
        Grants grants = new Grants(links, services.values(), reported::isUnheard);
        Map<String, SecretKeyRate> standing = new HashMap<>();
        if (frozen) {
            last.forEach((name, known) -> known.rate().ifPresent(rate -> standing.put(name, rate)));
        }
        grants.shares(standing).forEach((name, rate) -> {
            ServiceState service = services.get(name);
            Optional<LastGrant> known = Optional.ofNullable(last.get(name));
            SecretKeyRate stands = known.flatMap(LastGrant::rate)
                    .filter(old -> frozen || stands(old, floor(service), rate))
                    .orElse(rate);
            Optional<SecretKeyRate> limit =
                    frozen && known.isPresent() ? known.get().limit() : grants.limit(name, stands);
            granted.put(name, service.with(service.admission().granting(Optional.of(stands), limit)));
        });
        return granted;
    }

    /** Whether what was granted would be granted again now that these of the links make key at another rate. */
    public static boolean stand(
            Map<KeyAssociationLinkId, PhysLink> links,
            Set<KeyAssociationLinkId> changed,
            SortedMap<String, ServiceState> services) {
        if (changed.isEmpty()) {
            return true;
        }
        return new Grants(links, services.values(), placement -> false)
                .shares(Map.of()).entrySet().stream().allMatch(share -> {
                    ServiceState service = services.get(share.getKey());
                    return service.admission()
                            .granted()
                            .filter(last -> stands(last, floor(service), share.getValue()))
                            .isPresent();
                });
    }

    private static boolean stands(SecretKeyRate granted, SecretKeyRate floor, SecretKeyRate share) {
        return granted.compareTo(floor) >= 0 && granted.compareTo(share) <= 0 && !isMuchBelow(granted, share);
    }

    private static boolean isMuchBelow(SecretKeyRate granted, SecretKeyRate share) {
        return (share.bitsPerSecond() - granted.bitsPerSecond()) * FIFTH > granted.bitsPerSecond();
    }

    /** {@code standing} are rates that some services have whatever their share would be; the others share the rest. */
    private Map<String, SecretKeyRate> shares(Map<String, SecretKeyRate> standing) {
        Map<String, SecretKeyRate> shares = new TreeMap<>();
        Map<KeyAssociationLinkId, Long> taken = new HashMap<>();
        List<String> open = new ArrayList<>();
        List<FairShare.Claim> claims = new ArrayList<>();
        sharing.forEach((name, each) -> {
            SecretKeyRate floor = floor(each.service());
            SecretKeyRate stands = standing.get(name);
            if (stands == null) {
                open.add(name);
                claims.add(new FairShare.Claim(each.parts(), floor, ceiling(each.service())));
            } else {
                shares.put(name, stands);
                each.parts().forEach((hop, part) -> taken.merge(hop, part.cost(floor, stands), Long::sum));
            }
        });
        List<SecretKeyRate> rates =
                FairShare.of(claims, link -> Math.max(0, left(link) - taken.getOrDefault(link, 0L)));
        for (int i = 0; i < rates.size(); i++) {
            shares.put(open.get(i), rates.get(i));
        }
        return shares;
    }

    /** Who has its links to itself takes nothing from others by drawing keys that are stored faster than they are made. */
    private Optional<SecretKeyRate> limit(String name, SecretKeyRate granted) {
        ServiceState service = sharing.get(name).service();
        boolean alone = sharing.get(name).parts().entrySet().stream()
                .allMatch(hop -> users.get(hop.getKey()) == 1
                        && working.get(hop.getKey()).reserved().bitsPerSecond()
                                == hop.getValue().cost(SecretKeyRate.ZERO, floor(service)));
        return alone ? service.service().maxRate() : Optional.of(granted.compareTo(SMALLEST) < 0 ? SMALLEST : granted);
    }

    private boolean works(Placement placement) {
        return placement.shares().stream().allMatch(share -> working.keySet().containsAll(share.hops()));
    }

    private long left(KeyAssociationLinkId link) {
        PhysLink here = working.get(link);
        return here.capacity().minus(here.reserved()).bitsPerSecond();
    }

    private Map<KeyAssociationLinkId, Part> parts(Placement placement) {
        Map<KeyAssociationLinkId, Part> parts = new LinkedHashMap<>();
        placement.shares().forEach(share -> {
            Part part = Part.of(placement, share.link());
            share.hops().stream().filter(working::containsKey).forEach(hop -> parts.put(hop, part));
        });
        return parts;
    }

    /** A service that was refused has nothing reserved; what is left it may use over the path that it still has. */
    private static SecretKeyRate floor(ServiceState service) {
        return service.status() == Status.DOWN
                ? SecretKeyRate.ZERO
                : service.service().guaranteed();
    }

    private static SecretKeyRate ceiling(ServiceState service) {
        SecretKeyRate most = service.service().maxRate().orElse(LARGEST);
        return most.compareTo(floor(service)) < 0 ? floor(service) : most;
    }
}
