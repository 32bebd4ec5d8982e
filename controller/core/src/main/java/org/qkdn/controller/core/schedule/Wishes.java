package org.qkdn.controller.core.schedule;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.model.SecretKeyRate;

/** What associations ask for, as far as any candidate could make it for them, and what serving them is worth. */
final class Wishes {
    /** The least served part of a demand counts as much as this many times all demand together. */
    static final int LEAST_SERVED = 4;

    private final List<Association> associations;
    private final double[] wanted;
    private final int[] of;
    private final double[] fraction;
    private final double total;

    private Wishes(List<Association> associations, double[] wanted, List<Candidate> candidates) {
        this.associations = associations;
        this.wanted = wanted;
        total = Arrays.stream(wanted).sum();
        Map<Association, Integer> numbers = new HashMap<>();
        associations.forEach(each -> numbers.put(each, numbers.size()));
        of = candidates.stream()
                .mapToInt(each -> numbers.get(each.association()))
                .toArray();
        fraction = new double[of.length];
        Arrays.setAll(fraction, i -> candidates.get(i).rate().bitsPerSecond() / wanted[of[i]]);
    }

    /** @param candidates all for associations that ask for something */
    static Wishes of(List<Candidate> candidates, Map<Association, SecretKeyRate> demand) {
        SortedMap<Association, Long> most = new TreeMap<>();
        candidates.forEach(each -> most.merge(each.association(), each.rate().bitsPerSecond(), Long::sum));
        List<Association> associations = List.copyOf(most.keySet());
        double[] wanted = associations.stream()
                .mapToDouble(each -> Math.min(most.get(each), demand.get(each).bitsPerSecond()))
                .toArray();
        return new Wishes(associations, wanted, candidates);
    }

    int count() {
        return wanted.length;
    }

    /** The association that a candidate is for. */
    int of(int candidate) {
        return of[candidate];
    }

    /** The part of its association's demand that a candidate serves if it is lit all the time; may be more than one. */
    double fraction(int candidate) {
        return fraction[candidate];
    }

    /** An association's part of all demand. */
    double part(int association) {
        return wanted[association] / total;
    }

    /** @param made of each demand, as a part of it */
    double worth(double[] made) {
        double least = 1;
        double sum = 0;
        for (int i = 0; i < made.length; i++) {
            double served = Math.min(1, made[i]);
            least = Math.min(least, served);
            sum += part(i) * served;
        }
        return LEAST_SERVED * least + sum;
    }

    /** The most that serving can be worth beyond what is paid for making it at these prices. */
    double worthServed(double[] price) {
        double free = 0;
        double alike = LEAST_SERVED;
        for (int i = 0; i < price.length; i++) {
            free += Math.max(0, part(i) - price[i]);
            alike += part(i) - price[i];
        }
        return Math.max(free, alike);
    }

    SortedMap<Association, SecretKeyRate> wanted() {
        double[] all = new double[count()];
        Arrays.fill(all, 1);
        return served(all);
    }

    SortedMap<Association, SecretKeyRate> served(double[] made) {
        SortedMap<Association, SecretKeyRate> served = new TreeMap<>();
        for (int i = 0; i < made.length; i++) {
            served.put(associations.get(i), new SecretKeyRate((long) (wanted[i] * Math.min(1, made[i]))));
        }
        return Collections.unmodifiableSortedMap(served);
    }
}
