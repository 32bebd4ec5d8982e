package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    private final Map<KeyAssociationLinkId, PhysLink> links;
    private final List<ServiceState> sharing = new ArrayList<>();
    /** How many services use a link. */
    private final Map<KeyAssociationLinkId, Integer> users = new HashMap<>();

    private Grants(Map<KeyAssociationLinkId, PhysLink> links, Collection<ServiceState> services) {
        this.links = links;
        for (ServiceState service : services) {
            if (service.placement().filter(this::works).isPresent()) {
                sharing.add(service);
                hops(service).forEach(hop -> users.merge(hop, 1, Integer::sum));
            }
        }
    }

    /**
     * What a service was granted last, by what was decided or by what its nodes report.
     *
     * @param rate empty where its nodes are told no limit, or the service is another one now
     */
    private record Last(Optional<SecretKeyRate> rate, Optional<SecretKeyRate> limit) {
        static Optional<Last> of(ServiceState service, Map<String, ServiceState> before, ReportedServices reported) {
            Optional<Last> told = reported.limit(service.application()).map(limit -> new Last(limit, limit));
            Optional<Last> decided = Optional.ofNullable(
                            before.get(service.service().name()))
                    .filter(last -> last.application().equals(service.application()))
                    .map(last -> last.service().equals(service.service())
                            ? new Last(
                                    last.admission().granted(), last.admission().limit())
                            : new Last(Optional.empty(), service.service().maxRate()));
            return reported.isNews(service.application()) ? told.or(() -> decided) : decided.or(() -> told);
        }
    }

    /**
     * The services with what they are granted. While keys may go over nodes that have not reported since the start, what is
     * granted already stands: nobody knows yet what is left.
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
        Map<String, Last> last = new HashMap<>();
        services.forEach(
                (name, service) -> Last.of(service, before, reported).ifPresent(known -> last.put(name, known)));
        SortedMap<String, ServiceState> granted = new TreeMap<>();
        services.forEach((name, service) -> granted.put(
                name,
                service.with(service.admission()
                        .granting(
                                Optional.empty(),
                                Optional.ofNullable(last.get(name))
                                        .map(Last::limit)
                                        .orElse(service.service().maxRate())))));
        Grants grants = new Grants(links, services.values());
        grants.shares().forEach((name, rate) -> {
            ServiceState service = services.get(name);
            Optional<Last> known = Optional.ofNullable(last.get(name));
            SecretKeyRate stands = known.flatMap(Last::rate)
                    .filter(old -> frozen || stands(old, floor(service), rate))
                    .orElse(rate);
            Optional<SecretKeyRate> limit =
                    frozen && known.isPresent() ? known.get().limit() : grants.limit(service, stands);
            granted.put(name, service.with(service.admission().granting(Optional.of(stands), limit)));
        });
        return granted;
    }

    /** Whether what was granted would be granted again if this link changed to what is given. */
    public static boolean stand(
            Map<KeyAssociationLinkId, PhysLink> links, PhysLink changed, SortedMap<String, ServiceState> services) {
        Map<KeyAssociationLinkId, PhysLink> then = new HashMap<>(links);
        then.put(changed.id(), changed);
        Grants grants = new Grants(then, services.values());
        Map<KeyAssociationLinkId, Long> free = grants.free();
        if (free.getOrDefault(changed.id(), 0L) < 0) {
            return false;
        }
        boolean room = grants.sharing.stream()
                .filter(service -> hops(service).contains(changed.id()))
                .anyMatch(service -> grants.mayRise(service, free));
        return !room
                || grants.shares().entrySet().stream().allMatch(share -> {
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

    /** Rate that nobody was granted, per link; negative where more was granted than there is. */
    private Map<KeyAssociationLinkId, Long> free() {
        Map<KeyAssociationLinkId, Long> free = new HashMap<>();
        for (ServiceState service : sharing) {
            long taken = RelayOverhead.on(service.admission().granted().orElse(SecretKeyRate.ZERO))
                            .bitsPerSecond()
                    - RelayOverhead.on(floor(service)).bitsPerSecond();
            hops(service).forEach(hop -> free.merge(hop, left(hop) - taken, (known, other) -> known - taken));
        }
        return free;
    }

    /** Whether there is room for a fifth more than it was granted. */
    private boolean mayRise(ServiceState service, Map<KeyAssociationLinkId, Long> free) {
        SecretKeyRate granted = service.admission().granted().orElse(SecretKeyRate.ZERO);
        long room = hops(service).stream().mapToLong(free::get).min().orElse(0);
        SecretKeyRate most = new SecretKeyRate(Math.min(
                ceiling(service).bitsPerSecond(),
                granted.plus(RelayOverhead.within(new SecretKeyRate(Math.max(0, room))))
                        .bitsPerSecond()));
        return isMuchBelow(granted, most);
    }

    private Map<String, SecretKeyRate> shares() {
        List<SecretKeyRate> rates = FairShare.of(
                sharing.stream()
                        .map(service -> new FairShare.Claim(hops(service), floor(service), ceiling(service)))
                        .toList(),
                this::left);
        Map<String, SecretKeyRate> shares = new TreeMap<>();
        for (int i = 0; i < rates.size(); i++) {
            shares.put(sharing.get(i).service().name(), rates.get(i));
        }
        return shares;
    }

    /** Who has its links to itself takes nothing from others by drawing keys that are stored faster than they are made. */
    private Optional<SecretKeyRate> limit(ServiceState service, SecretKeyRate granted) {
        SecretKeyRate reserved = RelayOverhead.on(floor(service));
        boolean alone = hops(service).stream()
                .allMatch(
                        hop -> users.get(hop) == 1 && links.get(hop).reserved().equals(reserved));
        return service.service().maxRate().isEmpty() && alone
                ? Optional.empty()
                : Optional.of(granted.compareTo(SMALLEST) < 0 ? SMALLEST : granted);
    }

    private boolean works(Placement placement) {
        return placement.hops().stream()
                .allMatch(hop -> links.containsKey(hop) && RelayNetwork.isActive(links.get(hop)));
    }

    private long left(KeyAssociationLinkId link) {
        PhysLink here = links.get(link);
        return here.skr().minus(here.reserved()).bitsPerSecond();
    }

    private static List<KeyAssociationLinkId> hops(ServiceState service) {
        return service.placement().map(Placement::hops).orElse(List.of());
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
