package org.qkdn.controller.recording;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.service.ServiceState;

/**
 * How much the engine serves of what is asked for, against the most that is possible, in networks that are far from able to
 * serve it all. What is asked for one after the other is only printed: who has a path keeps it, so nobody could serve as
 * much. {@code -Dplanning.instances} has more networks, {@code -Dplanning.seed} others; so does {@code ./qkdn bench planning}.
 */
class PlanningQualityTest {
    private static final int INSTANCES = Integer.getInteger("planning.instances", 200);
    private static final long SEED = Long.getLong("planning.seed", 20261126);
    private static final double WANTED = 0.99;

    /** What part of the optimum was served. */
    private record Served(double ratio, String where) {
        static Served of(long rate, long most, String where) {
            return new Served(most == 0 ? 1 : (double) rate / most, where);
        }
    }

    private static String name(int node) {
        return String.valueOf((char) ('A' + node));
    }

    /** At rest, with all links at work and no service. */
    private static NetworkState network(Instance instance) {
        Town town = Town.of(IntStream.range(0, instance.nodes())
                .mapToObj(PlanningQualityTest::name)
                .toArray(String[]::new));
        instance.links().forEach(link -> town.link(name(link.a()), name(link.b()), link.rate()));
        for (int d = 0; d < instance.demands().size(); d++) {
            Instance.Demand demand = instance.demands().get(d);
            town.more.put("from-" + d, name(demand.from()));
            town.more.put("to-" + d, name(demand.to()));
        }
        return new Rehearsal(town).startTogether().state;
    }

    /** As many as are asked for so far. */
    private static Event wanted(Instance instance, int demands) {
        Map<String, KeyService> services = new TreeMap<>();
        for (int d = 0; d < demands; d++) {
            String name = "s" + d;
            services.put(
                    name,
                    Records.of(
                            KeyService.class,
                            "name",
                            name,
                            "source",
                            "from-" + d,
                            "destination",
                            "to-" + d,
                            "minRate",
                            new SecretKeyRate(instance.demands().get(d).rate()),
                            "rules",
                            Map.of("maxHops", Instance.MAX_HOPS)));
        }
        return new Event.KeyServicesChanged(services, false);
    }

    private static long served(NetworkState state) {
        return state.services().values().stream()
                .filter(service -> service.status() != ServiceState.Status.DOWN)
                .mapToLong(service -> service.service().minRate().bitsPerSecond())
                .sum();
    }

    private static long atOnce(Instance instance, NetworkState network) {
        return served(Engine.apply(network, wanted(instance, instance.demands().size()))
                .state());
    }

    private static long oneByOne(Instance instance, NetworkState network) {
        NetworkState state = network;
        for (int demands = 1; demands <= instance.demands().size(); demands++) {
            state = Engine.apply(state, wanted(instance, demands)).state();
        }
        return served(state);
    }

    @Test
    void servesNearlyAsMuchAsIsPossible() {
        Random random = new Random(SEED);
        List<Served> atOnce = new ArrayList<>();
        List<Served> oneByOne = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            Instance instance = Instance.random(random);
            long most = Optimum.of(instance);
            NetworkState network = network(instance);
            String where = "seed " + SEED + ", network " + i + ": " + instance;
            atOnce.add(Served.of(atOnce(instance, network), most, where));
            oneByOne.add(Served.of(oneByOne(instance, network), most, where));
        }
        print("asked for at once", atOnce);
        print("asked for one by one", oneByOne);
        atOnce.forEach(each -> assertTrue(each.ratio() <= 1, () -> "more than the optimum: " + each));
        assertTrue(average(atOnce) >= WANTED, () -> "serves " + average(atOnce) + " of the optimum");
    }

    private static double average(List<Served> of) {
        return of.stream().mapToDouble(Served::ratio).average().orElseThrow();
    }

    private static void print(String how, List<Served> of) {
        Served worst =
                of.stream().min(Comparator.comparingDouble(Served::ratio)).orElseThrow();
        System.out.printf(
                "%s: %.4f of the optimum on average, %d of %d optimal, worst %.4f (%s)%n",
                how,
                average(of),
                of.stream().filter(each -> each.ratio() == 1).count(),
                of.size(),
                worst.ratio(),
                worst.where());
    }
}
