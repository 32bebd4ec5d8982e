package org.qkdn.controller.core.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;

class ScheduleTest {
    private static final long SEED = 20_261_126;

    @Test
    void oneTransmitterServesTwoReceiversInTurns() {
        Candidate near = pair("A", "B", 1000, Set.of());
        Candidate far = pair("A", "C", 500, Set.of());
        Schedule schedule =
                Schedule.of(List.of(near, far), Map.of(near.association(), rate(1000), far.association(), rate(500)));
        schedule.lit().forEach(lit -> assertEquals(500_000, lit.sharePpm(), 100));
        assertFeasible(schedule);
    }

    @Test
    void pairsOfOneChannelTakeTurns() {
        Candidate one = pair("A", "B", 1000, Set.of("channel 37 of span X"));
        Candidate other = pair("C", "D", 1000, Set.of("channel 37 of span X"));
        Schedule schedule =
                Schedule.of(List.of(one, other), Map.of(one.association(), rate(900), other.association(), rate(900)));
        assertTrue(schedule.lit().stream().allMatch(lit -> lit.pairs().size() == 1));
        assertNear(500, schedule.served().get(one.association()));
    }

    @Test
    void whoAsksForNothingGetsNoLight() {
        Candidate asked = pair("A", "B", 1000, Set.of());
        Candidate unasked = pair("A", "C", 5000, Set.of());
        Schedule schedule = Schedule.of(List.of(asked, unasked), Map.of(asked.association(), rate(10)));
        schedule.lit().forEach(lit -> assertEquals(List.of(asked), lit.pairs()));
        assertEquals(List.of(), Schedule.of(List.of(asked), Map.of()).lit());
    }

    @Test
    void equalsALinearProgramOverAllSetsOfPairs() {
        Random random = seeded();
        for (int round = 0; round < 150; round++) {
            RandomPlant plant = RandomPlant.of(random, 5 + random.nextInt(4), random.nextBoolean(), random.nextInt(4));
            if (plant.candidates().isEmpty()) {
                continue;
            }
            Schedule schedule = Schedule.of(plant.candidates(), plant.demand());
            assertFeasible(schedule);
            double best = best(plant, schedule);
            assertTrue(schedule.worth() <= best + 1e-6, () -> schedule.worth() + " > " + best);
            assertTrue(schedule.bound() >= best - 1e-6, () -> schedule.bound() + " < " + best);
            assertTrue(schedule.worth() >= 0.995 * best, () -> schedule.worth() + " is far from " + best);
        }
    }

    @Test
    void schedulesComeNearTheBound() {
        Random random = seeded();
        List<Double> ratios = new ArrayList<>();
        for (boolean transceivers : new boolean[] {false, true}) {
            for (int modules : new int[] {6, 10, 20, 50, 100, 200}) {
                for (int round = 0; round < Math.max(1, 40 / modules); round++) {
                    RandomPlant plant = RandomPlant.of(random, modules, transceivers, 0);
                    Schedule schedule = Schedule.of(plant.candidates(), plant.demand());
                    assertFeasible(schedule);
                    ratios.add(schedule.worth() / schedule.bound());
                    System.out.printf(
                            "%d modules%s, %d associations: %.4f of the bound, %d sets of pairs%n",
                            modules,
                            transceivers ? " with transceivers" : "",
                            plant.demand().size(),
                            ratios.getLast(),
                            schedule.lit().size());
                }
            }
        }
        assertTrue(ratios.stream().mapToDouble(ratio -> ratio).average().orElseThrow() >= 0.99, ratios::toString);
    }

    @Test
    void whatCanBeLitTogetherEqualsBruteForce() {
        Random random = seeded();
        for (int round = 0; round < 400; round++) {
            List<Candidate> candidates =
                    RandomPlant.of(random, 5 + random.nextInt(5), true, 1 + random.nextInt(4)).candidates().stream()
                            .limit(14)
                            .toList();
            Plant plant = new Plant(candidates);
            long[] weights = random.longs(candidates.size(), 0, 50).toArray();
            long best = sets(candidates).stream()
                    .mapToLong(
                            set -> set.stream().mapToLong(each -> weights[each]).sum())
                    .max()
                    .orElse(0);
            HeaviestLight.Found found = new HeaviestLight(plant).among(weights);
            assertEquals(best, found.weight());
            assertEquals(best, found.bound());
            assertTrue(sets(candidates).contains(new HashSet<>(found.candidates())));
        }
    }

    @Test
    void aTimetableCountsWhatSwitchingCosts() {
        Candidate near = pair("A", "B", 1000, Set.of());
        Candidate far = pair("A", "C", 1000, Set.of());
        Candidate always = pair("D", "E", 1000, Set.of());
        Map<Association, SecretKeyRate> demand =
                Map.of(near.association(), rate(1000), far.association(), rate(1000), always.association(), rate(1000));
        Timetable timetable = Timetable.of(Schedule.of(List.of(near, far, always), demand), 100_000, pair -> 10_000);
        assertEquals(2, timetable.slots().size());
        assertNear(400, timetable.served().get(near.association()));
        assertNear(1000, timetable.served().get(always.association()));
    }

    @Test
    void slotsTooShortToFindEachOtherAreLeftOut() {
        Candidate near = pair("A", "B", 1000, Set.of());
        Candidate far = pair("A", "C", 1000, Set.of());
        Schedule schedule =
                Schedule.of(List.of(near, far), Map.of(near.association(), rate(950), far.association(), rate(50)));
        Timetable timetable = Timetable.of(schedule, 100_000, pair -> 10_000);
        assertEquals(1, timetable.slots().size());
        assertEquals(100_000, timetable.slots().getFirst().lengthMillis());
    }

    private static double best(RandomPlant plant, Schedule schedule) {
        List<Association> associations = List.copyOf(schedule.wanted().keySet());
        List<Set<Integer>> sets = sets(plant.candidates());
        int count = associations.size();
        double total = schedule.wanted().values().stream()
                .mapToLong(SecretKeyRate::bitsPerSecond)
                .sum();
        // the least served part, what each is served, and the share of each set
        int width = 1 + count + sets.size();
        double[] objective = new double[width];
        objective[0] = 4;
        List<LinearConstraint> constraints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double wanted = schedule.wanted().get(associations.get(i)).bitsPerSecond();
            objective[1 + i] = wanted / total;
            double[] made = new double[width];
            made[1 + i] = -1;
            for (int set = 0; set < sets.size(); set++) {
                for (int each : sets.get(set)) {
                    Candidate pair = plant.candidates().get(each);
                    if (pair.association().equals(associations.get(i))) {
                        made[1 + count + set] += pair.rate().bitsPerSecond() / wanted;
                    }
                }
            }
            constraints.add(new LinearConstraint(made, Relationship.GEQ, 0));
            double[] least = new double[width];
            least[1 + i] = 1;
            constraints.add(new LinearConstraint(least.clone(), Relationship.LEQ, 1));
            least[0] = -1;
            constraints.add(new LinearConstraint(least, Relationship.GEQ, 0));
        }
        double[] time = new double[width];
        IntStream.range(1 + count, width).forEach(i -> time[i] = 1);
        constraints.add(new LinearConstraint(time, Relationship.LEQ, 1));
        return new SimplexSolver()
                .optimize(
                        new LinearObjectiveFunction(objective, 0),
                        new LinearConstraintSet(constraints),
                        GoalType.MAXIMIZE,
                        new NonNegativeConstraint(true))
                .getValue();
    }

    /** Every set of candidates that can be lit together. */
    private static List<Set<Integer>> sets(List<Candidate> candidates) {
        List<Set<Integer>> sets = new ArrayList<>(List.of(Set.of()));
        for (int i = 0; i < candidates.size(); i++) {
            for (Set<Integer> before : List.copyOf(sets)) {
                Candidate next = candidates.get(i);
                if (before.stream().noneMatch(each -> clash(candidates.get(each), next))) {
                    Set<Integer> longer = new HashSet<>(before);
                    longer.add(i);
                    sets.add(longer);
                }
            }
        }
        return sets;
    }

    private static boolean clash(Candidate one, Candidate other) {
        return Set.of(one.one(), one.other()).stream()
                        .anyMatch(module -> module.equals(other.one()) || module.equals(other.other()))
                || one.shared().stream().anyMatch(other.shared()::contains);
    }

    private static void assertFeasible(Schedule schedule) {
        assertTrue(schedule.lit().stream().mapToInt(Lit::sharePpm).sum() <= 1_000_000, schedule::toString);
        Map<Association, Double> made = new HashMap<>();
        for (Lit lit : schedule.lit()) {
            for (int i = 0; i < lit.pairs().size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertTrue(!clash(lit.pairs().get(i), lit.pairs().get(j)), lit::toString);
                }
                Candidate pair = lit.pairs().get(i);
                made.merge(pair.association(), pair.rate().bitsPerSecond() * lit.sharePpm() / 1e6, Double::sum);
            }
        }
        schedule.served()
                .forEach((association, served) -> assertTrue(
                        served.bitsPerSecond() <= made.getOrDefault(association, 0.0) + 1e-6,
                        () -> association + " " + served));
        assertTrue(schedule.worth() <= schedule.bound() + 1e-9, () -> schedule.worth() + " > " + schedule.bound());
    }

    private static void assertNear(long bitsPerSecond, SecretKeyRate rate) {
        assertTrue(Math.abs(rate.bitsPerSecond() - bitsPerSecond) <= 1, rate::toString);
    }

    private static Random seeded() {
        System.out.println("seed " + SEED);
        return new Random(SEED);
    }

    private static SecretKeyRate rate(long bitsPerSecond) {
        return new SecretKeyRate(bitsPerSecond);
    }

    private static Candidate pair(String one, String other, long rate, Set<String> shared) {
        return new Candidate(
                new ModuleId(new NodeName(one), 1), new ModuleId(new NodeName(other), 1), rate(rate), shared);
    }
}
