package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
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
    private final long[] floor;
    /** What each wants beyond its floor. */
    private final long[] most;

    private final long[] extra;
    private final int[][] links;
    /** What part of each claim's rate each of its links carries. */
    private final Part[][] parts;
    /** What is left of each link when those that are settled have theirs. */
    private final long[] left;
    /** Those whose share still rises. */
    private int[] rising;

    /**
     * What one service may get.
     *
     * @param hops links that it takes rate of, and what part of its own goes over each
     * @param floor rate of key that it has already, with the overhead of which {@code left} is less
     * @param ceiling beyond which it needs nothing; not below the floor
     */
    record Claim(Map<KeyAssociationLinkId, Part> hops, SecretKeyRate floor, SecretKeyRate ceiling) {}

    private FairShare(List<Claim> claims, ToLongFunction<KeyAssociationLinkId> leftOn) {
        Map<KeyAssociationLinkId, Integer> numbers = new HashMap<>();
        List<Long> rates = new ArrayList<>();
        links = new int[claims.size()][];
        parts = new Part[claims.size()][];
        for (int i = 0; i < links.length; i++) {
            parts[i] = claims.get(i).hops().values().toArray(Part[]::new);
            links[i] = claims.get(i).hops().keySet().stream()
                    .mapToInt(hop -> numbers.computeIfAbsent(hop, unknown -> {
                        rates.add(leftOn.applyAsLong(hop));
                        return numbers.size();
                    }))
                    .toArray();
        }
        left = rates.stream().mapToLong(Long::longValue).toArray();
        floor = claims.stream()
                .mapToLong(claim -> claim.floor().bitsPerSecond())
                .toArray();
        most = claims.stream()
                .mapToLong(
                        claim -> claim.ceiling().bitsPerSecond() - claim.floor().bitsPerSecond())
                .toArray();
        extra = new long[links.length];
        rising = IntStream.range(0, links.length).toArray();
    }

    /** The rate of each claim, floor included, in the order of the claims; {@code left} is per link, relay overhead included. */
    static List<SecretKeyRate> of(List<Claim> claims, ToLongFunction<KeyAssociationLinkId> left) {
        FairShare share = new FairShare(claims, left);
        share.fill();
        List<SecretKeyRate> rates = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            rates.add(new SecretKeyRate(share.floor[i] + share.extra[i]));
        }
        return rates;
    }

    private void fill() {
        long level = 0;
        while (rising.length > 0) {
            level = raise(level);
            boolean[] full = full(taken(level + 1));
            int still = 0;
            for (int claim : rising) {
                extra[claim] = Math.min(level, most[claim]);
                if (extra[claim] < most[claim] && !isFull(claim, full)) {
                    rising[still++] = claim;
                } else {
                    for (int hop = 0; hop < links[claim].length; hop++) {
                        left[links[claim][hop]] -= cost(claim, hop, extra[claim]);
                    }
                }
            }
            rising = Arrays.copyOf(rising, still);
        }
    }

    private boolean isFull(int claim, boolean[] full) {
        for (int link : links[claim]) {
            if (full[link]) {
                return true;
            }
        }
        return false;
    }

    /** What the extra rate takes of one of the links. */
    private long cost(int claim, int hop, long more) {
        return parts[claim][hop].cost(floor[claim], floor[claim] + more);
    }

    /** The highest level at which no link takes more than it has, or all have enough. */
    private long raise(long from) {
        long low = from;
        long high = Arrays.stream(rising).mapToLong(claim -> most[claim]).max().orElse(from);
        long[] below = taken(low);
        long[] above = taken(high);
        if (!isTooMuch(above)) {
            return high;
        }
        for (boolean halve = false; high - low > 1; halve = !halve) {
            long middle = halve ? low + (high - low) / 2 : meeting(low, below, high, above);
            long[] there = taken(middle);
            if (isTooMuch(there)) {
                high = middle;
                above = there;
            } else {
                low = middle;
                below = there;
            }
        }
        return low;
    }

    /**
     * Where the first link would be full if what is taken of it grew evenly from one level to another: nearly so it does, but
     * for claims that have enough on the way.
     */
    private long meeting(long low, long[] below, long high, long[] above) {
        long first = high - 1;
        for (int link = 0; link < left.length; link++) {
            if (above[link] > left[link]) {
                double part = (double) (left[link] - below[link]) / (above[link] - below[link]);
                first = Math.min(first, low + (long) (part * (high - low)));
            }
        }
        return Math.max(first, low + 1);
    }

    private boolean isTooMuch(long[] taken) {
        for (boolean over : full(taken)) {
            if (over) {
                return true;
            }
        }
        return false;
    }

    private boolean[] full(long[] taken) {
        boolean[] full = new boolean[left.length];
        for (int link = 0; link < left.length; link++) {
            full[link] = taken[link] > left[link];
        }
        return full;
    }

    /** What would be taken of each link beyond the floors if all who still rise were at this level. */
    private long[] taken(long level) {
        long[] taken = new long[left.length];
        for (int claim : rising) {
            long from = floor[claim];
            long to = from + Math.min(level, most[claim]);
            int[] over = links[claim];
            Part last = Part.ALL;
            long cost = last.cost(from, to);
            for (int hop = 0; hop < over.length; hop++) {
                Part part = parts[claim][hop];
                if (!part.equals(last)) {
                    last = part;
                    cost = part.cost(from, to);
                }
                taken[over[hop]] += cost;
            }
        }
        return taken;
    }
}
