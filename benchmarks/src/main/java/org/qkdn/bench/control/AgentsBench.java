package org.qkdn.bench.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * One controller and many agents on one machine: how long until all are discovered, what memory that takes, and whether
 * the controller keeps up with what they tell. The rival opens the same sessions and reads the same nodes, and that is all.
 */
final class AgentsBench {
    private static final String LINKS = "/ietf-network:networks/network=qkdn?content=nonconfig"
            + "&fields=ietf-network-topology:link(link-id;qkdn-topology:type;qkdn-topology:status)";
    private static final String NODES = "/qkdn-inventory:inventory-state?fields=node(connection;programmed)";
    private static final int POLLS = 20;

    private AgentsBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var options = Options.read(arguments, List.of("--agents", "--updates", "--seconds"));
        int agents = options.get("--agents", 1000);
        int updates = options.get("--updates", 1000);
        int seconds = options.get("--seconds", 60);
        var network = new LargeNetwork(agents, 0);
        try (var bed = new Testbed(network, "-Xmx1536m")) {
            say("%d agents run", agents);
            double bare = bed.bareClient();
            say("bare client: all sessions open and all nodes read after %.1f s", bare);
            long begun = System.nanoTime();
            bed.register();
            say("registered after %.1f s", since(begun));
            await(bed, NODES, "/qkdn-inventory:inventory-state/node", "connection", "connected", agents);
            double discovered = since(begun);
            say(
                    "controller: all agents connected and read after %.1f s, %.2f times the bare client's time",
                    discovered, discovered / bare);
            await(
                    bed,
                    LINKS,
                    "/ietf-network:network/0/ietf-network-topology:link",
                    "qkdn-topology:status",
                    "ACTIVE",
                    network.plant().fixedPairs().size());
            say(
                    "all %d links programmed and up after %.1f s; %.0f s of CPU, at most %d MiB resident",
                    network.plant().fixedPairs().size(),
                    since(begun),
                    bed.controllerCpuSeconds(),
                    bed.controllerMebibytes());
            follow(bed, updates, seconds);
        }
    }

    /** Performance of links changes all the time; one of the changes is followed until an operator would see it. */
    private static void follow(Testbed bed, int updates, int seconds) throws IOException, InterruptedException {
        JsonNode link = links(bed).get(0);
        String id = link.path("link-id").asText();
        double cpu = bed.controllerCpuSeconds();
        int late = bed.logged("events waited").size();
        long begun = System.nanoTime();
        bed.farm("updates " + updates + " " + seconds);
        List<Double> waits = new ArrayList<>();
        while (since(begun) < seconds) {
            long rate = 2_000_000L + waits.size();
            long told = System.nanoTime();
            bed.farm("follow " + id + " " + rate);
            while (bed.read("/ietf-network:networks/network=qkdn/ietf-network-topology:link=" + id
                                            + "?content=nonconfig&fields=qkdn-topology:skr")
                                    .findPath("qkdn-topology:skr")
                                    .asLong()
                            != rate
                    && since(told) < 10) {
                Thread.sleep(POLLS);
            }
            waits.add(since(told));
            Thread.sleep(500);
        }
        double took = since(begun);
        waits.sort(null);
        say(
                "%d updates/s for %.0f s: an operator sees one after %.2f s (median), %.2f s (worst of %d); %.0f %% of a core;"
                        + " meanwhile events waited for more than 1 s %d times; at most %d MiB resident",
                updates,
                took,
                waits.get(waits.size() / 2),
                waits.getLast(),
                waits.size(),
                (bed.controllerCpuSeconds() - cpu) / took * 100,
                bed.logged("events waited").size() - late,
                bed.controllerMebibytes());
    }

    static void awaitServices(Testbed bed, int count) throws IOException, InterruptedException {
        await(
                bed,
                "/qkdn-key-service:key-services-state?fields=key-service(status)",
                "/qkdn-key-service:key-services-state/key-service",
                "status",
                "UP",
                count);
    }

    private static JsonNode links(Testbed bed) throws IOException {
        return bed.read(LINKS).at("/ietf-network:network/0/ietf-network-topology:link");
    }

    private static void await(Testbed bed, String path, String list, String leaf, String value, int count)
            throws IOException, InterruptedException {
        long there = 0;
        long said = System.nanoTime();
        while (there < count) {
            Thread.sleep(500);
            there = StreamSupport.stream(bed.read(path).at(list).spliterator(), false)
                    .filter(entry -> entry.path(leaf).asText().equals(value))
                    .count();
            if (since(said) > 10) {
                say("  %d of %d are %s", there, count, value);
                said = System.nanoTime();
            }
        }
    }

    static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    static void say(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }
}
