package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * Shares what is left of links max-min fairly: what services get beyond their floor rises for all at the same time, until a
 * link is full or the service has enough; then it stays, and the others go on (progressive filling; Bertsekas and Gallager,
 * Data Networks, 6.5.2). Nobody could have more without somebody who has no more than it having less.
 *
 * <p>Exact to whole bits per second: of a full link less is left than one bit per second for each who shares it.
 */
final class FairShare {
    private final List<Claim> claims;
    private final int[][] links;
    private final long[] left;
    /** Beyond the floor. */
    private final long[] extra;

    private final boolean[] settled;

    /**
     * What one service may get.
     *
     * @param hops links that it takes the rate of, each named once
     * @param floor rate of key that it has already, with the overhead of which {@code left} is less
     * @param ceiling beyond which it needs nothing; not below the floor
     */
    record Claim(List<KeyAssociationLinkId> hops, SecretKeyRate floor, SecretKeyRate ceiling) {
        private long most() {
            return ceiling.bitsPerSecond() - floor.bitsPerSecond();
        }

        /** What the extra rate takes of each link. */
        private long cost(long more) {
            return RelayOverhead.on(new SecretKeyRate(floor.bitsPerSecond() + more))
                            .bitsPerSecond()
                    - RelayOverhead.on(floor).bitsPerSecond();
        }
    }

    private FairShare(List<Claim> claims, ToLongFunction<KeyAssociationLinkId> leftOn) {
        this.claims = claims;
        Map<KeyAssociationLinkId, Integer> numbers = new HashMap<>();
        List<Long> rates = new ArrayList<>();
        links = new int[claims.size()][];
        for (int i = 0; i < links.length; i++) {
            links[i] = claims.get(i).hops().stream()
                    .mapToInt(hop -> numbers.computeIfAbsent(hop, unknown -> {
                        rates.add(leftOn.applyAsLong(hop));
                        return numbers.size();
                    }))
                    .toArray();
        }
        left = rates.stream().mapToLong(Long::longValue).toArray();
        extra = new long[claims.size()];
        settled = new boolean[claims.size()];
    }

    /** The rate of each claim, floor included, in the order of the claims; {@code left} is per link, relay overhead included. */
    static List<SecretKeyRate> of(List<Claim> claims, ToLongFunction<KeyAssociationLinkId> left) {
        FairShare share = new FairShare(claims, left);
        share.fill();
        List<SecretKeyRate> rates = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            rates.add(new SecretKeyRate(claims.get(i).floor().bitsPerSecond() + share.extra[i]));
        }
        return rates;
    }

    private void fill() {
        long level = 0;
        for (long highest = highest(); highest >= 0; highest = highest()) {
            level = raise(level, highest);
            boolean[] full = full(level + 1);
            for (int i = 0; i < settled.length; i++) {
                if (!settled[i]) {
                    extra[i] = Math.min(level, claims.get(i).most());
                    settled[i] = extra[i] == claims.get(i).most()
                            || Arrays.stream(links[i]).anyMatch(link -> full[link]);
                }
            }
        }
    }

    /** What the one that wants most would take; negative where all are settled. */
    private long highest() {
        long highest = -1;
        for (int i = 0; i < settled.length; i++) {
            if (!settled[i]) {
                highest = Math.max(highest, claims.get(i).most());
            }
        }
        return highest;
    }

    /** The highest level at which no link takes more than it has. */
    private long raise(long from, long to) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            boolean fits = true;
            for (boolean over : full(middle)) {
                fits &= !over;
            }
            if (fits) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Links that would be asked for more than they have if all who are not settled were at this level. */
    private boolean[] full(long level) {
        long[] taken = new long[left.length];
        for (int i = 0; i < settled.length; i++) {
            long cost = claims.get(i)
                    .cost(settled[i] ? extra[i] : Math.min(level, claims.get(i).most()));
            for (int link : links[i]) {
                taken[link] += cost;
            }
        }
        boolean[] full = new boolean[left.length];
        for (int link = 0; link < full.length; link++) {
            full[link] = taken[link] > left[link];
        }
        return full;
    }
}
