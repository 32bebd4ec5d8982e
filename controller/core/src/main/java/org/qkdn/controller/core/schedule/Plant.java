package org.qkdn.controller.core.schedule;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.qkdn.controller.core.model.ModuleId;

/** Candidates by number, and the numbers of the modules and of the shared things that each takes. */
final class Plant {
    private final List<Candidate> candidates;
    private final int[] one;
    private final int[] other;
    private final int[][] shared;
    private final int modules;
    private final int sharedThings;

    Plant(List<Candidate> candidates) {
        this.candidates = List.copyOf(candidates);
        Map<ModuleId, Integer> moduleNumbers = new HashMap<>();
        Map<String, Integer> thingNumbers = new HashMap<>();
        one = new int[candidates.size()];
        other = new int[candidates.size()];
        shared = new int[candidates.size()][];
        for (int i = 0; i < one.length; i++) {
            Candidate candidate = candidates.get(i);
            one[i] = number(moduleNumbers, candidate.one());
            other[i] = number(moduleNumbers, candidate.other());
            shared[i] = candidate.shared().stream()
                    .sorted()
                    .mapToInt(thing -> number(thingNumbers, thing))
                    .toArray();
        }
        modules = moduleNumbers.size();
        sharedThings = thingNumbers.size();
    }

    private static <T> int number(Map<T, Integer> numbers, T thing) {
        return numbers.computeIfAbsent(thing, unknown -> numbers.size());
    }

    int size() {
        return one.length;
    }

    Candidate candidate(int number) {
        return candidates.get(number);
    }

    int one(int candidate) {
        return one[candidate];
    }

    int other(int candidate) {
        return other[candidate];
    }

    int[] shared(int candidate) {
        return shared[candidate];
    }

    int modules() {
        return modules;
    }

    int sharedThings() {
        return sharedThings;
    }

    boolean takes(int candidate, int thing) {
        return Arrays.stream(shared[candidate]).anyMatch(each -> each == thing);
    }
}
