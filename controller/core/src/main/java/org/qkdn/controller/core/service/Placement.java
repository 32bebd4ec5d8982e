package org.qkdn.controller.core.service;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * Where a service's keys are relayed, a link for each share of them, the shortest path first. Where there are several, no
 * two have a relay node in common, unless the service is split.
 *
 * @param parts the rate of key that comes over each link, by its ID, of a service that is split over several; of all others
 *     empty, for each link carries all that there is
 */
public record Placement(List<Share> shares, SortedMap<KeyAssociationLinkId, SecretKeyRate> parts) {
    private static final Comparator<Share> ORDER =
            Comparator.<Share>comparingInt(share -> share.hops().size()).thenComparing(Share::link);

    public Placement {
        shares = shares.stream().sorted(ORDER).toList();
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("keys take at least one path");
        }
        parts = parts.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        if (!parts.isEmpty()
                && !parts.keySet().equals(shares.stream().map(Share::link).collect(Collectors.toSet()))) {
            throw new IllegalArgumentException("parts of " + parts.keySet() + " are not those of the shares");
        }
    }

    /** All that there is over each path. */
    public Placement(List<Share> shares) {
        this(shares, Collections.emptySortedMap());
    }

    /** Each key over one of the paths; a single one carries all. */
    static Placement split(Map<Share, SecretKeyRate> rates) {
        SortedMap<KeyAssociationLinkId, SecretKeyRate> parts = new TreeMap<>();
        if (rates.size() > 1) {
            rates.forEach((share, rate) -> parts.put(share.link(), rate));
        }
        return new Placement(List.copyOf(rates.keySet()), parts);
    }

    /** The same for less key, where it is split: the longest paths are the first to carry less, or none. */
    Placement cutTo(SecretKeyRate rate) {
        if (parts.isEmpty() || total() <= rate.bitsPerSecond()) {
            return this;
        }
        Map<Share, SecretKeyRate> rates = new LinkedHashMap<>();
        long left = rate.bitsPerSecond();
        for (Share share : shares) {
            long part = Math.min(left, parts.get(share.link()).bitsPerSecond());
            if (part > 0 || rates.isEmpty()) {
                rates.put(share, new SecretKeyRate(part));
            }
            left -= part;
        }
        return split(rates);
    }

    /** Rate of key, in bits per second, that the parts carry together. */
    long total() {
        return parts.values().stream().mapToLong(SecretKeyRate::bitsPerSecond).sum();
    }

    /** What comes over one of the links when {@code whole} comes over all: parts grow and shrink together; rounded up. */
    public SecretKeyRate part(KeyAssociationLinkId link, SecretKeyRate whole) {
        return new SecretKeyRate(Part.of(this, link).of(whole.bitsPerSecond()));
    }

    /** What each PHYS link has to give, relay overhead included, when {@code whole} comes over all. */
    Map<KeyAssociationLinkId, SecretKeyRate> load(SecretKeyRate whole) {
        Map<KeyAssociationLinkId, SecretKeyRate> load = new LinkedHashMap<>();
        for (Share share : shares) {
            SecretKeyRate rate = RelayOverhead.on(part(share.link(), whole));
            share.hops().forEach(hop -> load.put(hop, rate));
        }
        return load;
    }

    /** The links that back the service, in the order of their IDs, in which both ends know them. */
    public List<KeyAssociationLinkId> links() {
        return shares.size() == 1
                ? List.of(shares.getFirst().link())
                : shares.stream().map(Share::link).sorted().toList();
    }

    /** The PHYS links of all paths. */
    public List<KeyAssociationLinkId> hops() {
        return shares.size() == 1
                ? shares.getFirst().hops()
                : shares.stream().flatMap(share -> share.hops().stream()).toList();
    }

    boolean joins(NodeName from, NodeName to) {
        return shares.stream()
                .allMatch(share -> share.path().nodes().getFirst().equals(from)
                        && share.path().nodes().getLast().equals(to));
    }

    /** In links, and in relay nodes if that matters. */
    boolean isDisjoint(boolean relays) {
        Set<Object> seen = new HashSet<>();
        return shares.stream()
                .allMatch(share -> (!relays || share.path().relays().stream().allMatch(seen::add))
                        && share.hops().stream().allMatch(seen::add));
    }
}
