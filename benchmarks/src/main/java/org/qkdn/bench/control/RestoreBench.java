package org.qkdn.bench.control;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jgrapht.alg.shortestpath.BidirectionalDijkstraShortestPath;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.Multigraph;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.service.ServiceState;

/**
 * A link fails: how long the engine computes until all services over it have new paths, and how long it takes until agents
 * hold them. The rival finds the same services' shortest paths in a graph without that link, and nothing else.
 */
final class RestoreBench {
    private static final int WARM_UP = 60;
    /** Failures after which agents and controller, both on this machine, have most of their code compiled. */
    private static final int COLD = 10;

    private final LargeNetwork network;
    private final int failures;

    private RestoreBench(LargeNetwork network, int failures) {
        this.network = network;
        this.failures = failures;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var options = Options.read(arguments, List.of("--nodes", "--services", "--failures"));
        var network = new LargeNetwork(options.get("--nodes", 100), options.get("--services", 1000));
        var bench = new RestoreBench(network, options.get("--failures", 20));
        bench.compute();
        bench.reprogram();
    }

    private void compute() {
        var nodes = new ObedientNodes(network);
        nodes.start();
        var links = busiest(nodes.state());
        List<Double> times = new ArrayList<>();
        List<Double> rivals = new ArrayList<>();
        long moved = 0;
        for (int round = -WARM_UP; round < failures; round++) {
            var link = links.get(Math.floorMod(round, Math.min(failures, links.size())));
            var victims = over(nodes.state(), link.id());
            long begun = System.nanoTime();
            var step = nodes.apply(
                    List.of(new Event.LinkWentDown(link.transmitter().node(), link.id(), "no light")));
            double took = (System.nanoTime() - begun) / 1e6;
            double rival = rival(nodes.state(), link.id(), victims);
            if (round >= 0) {
                times.add(took);
                rivals.add(rival);
                moved += victims.size();
            }
            var unserved = over(nodes.state(), link.id());
            if (!unserved.isEmpty() && victims.size() == unserved.size()) {
                throw new IllegalStateException("no service found another path around " + link.id());
            }
            nodes.dark(link.id(), true);
            nodes.obey(step);
            nodes.settle();
            nodes.dark(link.id(), false);
            nodes.happen(new Event.NodeReported(nodes.report(link.transmitter().node())));
            nodes.happen(new Event.NodeReported(nodes.report(link.receiver().node())));
            nodes.pass();
        }
        AgentsBench.say(
                "computing: %d services on %d nodes and %d links; the %d links that fail have %d services each on average",
                network.services().size(), network.nodes.size(), links.size(), failures, moved / failures);
        AgentsBench.say(
                "  the decision, new paths and what each node is to hold: median %.1f ms, worst %.1f ms;"
                        + " JGraphT's bidirectional Dijkstra for the paths alone: median %.1f ms; ratio %.2f",
                median(times), times.getLast(), median(rivals), median(times) / median(rivals));
    }

    private static double rival(NetworkState state, KeyAssociationLinkId down, List<ServiceState> victims) {
        var graph = new Multigraph<NodeName, DefaultEdge>(DefaultEdge.class);
        state.inventory().nodes().keySet().forEach(graph::addVertex);
        state.links().values().stream()
                .filter(link -> !link.id().equals(down))
                .forEach(link ->
                        graph.addEdge(link.transmitter().node(), link.receiver().node()));
        long begun = System.nanoTime();
        var search = new BidirectionalDijkstraShortestPath<>(graph);
        for (var service : victims) {
            var nodes = service.shares().getFirst().path().nodes();
            if (search.getPath(nodes.getFirst(), nodes.getLast()) == null) {
                throw new IllegalStateException(
                        "no way for " + service.service().name());
            }
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private void reprogram() throws IOException, InterruptedException {
        try (var bed = new Testbed(network, "-Xmx1g")) {
            bed.register();
            bed.serve();
            AgentsBench.awaitServices(bed, network.services().size());
            bed.farm("calm");
            var reference = new ObedientNodes(network);
            reference.start();
            var links = busiest(reference.state());
            int measured = Math.min(failures, 10);
            var cold = new ArrayList<Double>();
            for (var link : links.subList(measured, measured + COLD)) {
                cold.add(commits(bed, link));
            }
            var warm = new ArrayList<Double>();
            for (var link : links.subList(0, measured)) {
                warm.add(commits(bed, link));
            }
            AgentsBench.say(
                    "reprogramming over NETCONF, old paths removed: median %.0f ms, worst %.0f ms until the last agent holds"
                            + " what it should; the first failure after the start, when neither process has its code"
                            + " compiled: %.0f ms",
                    median(warm), warm.getLast(), cold.getFirst());
        }
    }

    /** A link fails and comes back: milliseconds until the last agent holds what it should for the failure. */
    private double commits(Testbed bed, PhysLink link) throws IOException, InterruptedException {
        bed.farm("down " + link.id());
        var answer = Splitter.on(' ').splitToList(bed.farm("calm"));
        AgentsBench.say(
                "  link %s down: the last of %s commits on agents after %s ms",
                link.id(), answer.getLast(), answer.getFirst());
        AgentsBench.awaitServices(bed, network.services().size());
        bed.farm("up " + link.id());
        bed.farm("calm");
        return Double.parseDouble(answer.getFirst());
    }

    /** Links, those with most services first, and of these those whose loss cuts no node off. */
    private static List<PhysLink> busiest(NetworkState state) {
        var count = new TreeMap<KeyAssociationLinkId, Integer>();
        state.services().values().forEach(service -> service.shares()
                .forEach(share -> share.hops().forEach(hop -> count.merge(hop, 1, Integer::sum))));
        return state.links().values().stream()
                .filter(link -> state.links().values().stream()
                                        .filter(other ->
                                                other.touches(link.transmitter().node()))
                                        .count()
                                > 1
                        && state.links().values().stream()
                                        .filter(other ->
                                                other.touches(link.receiver().node()))
                                        .count()
                                > 1)
                .sorted(Comparator.comparing((PhysLink link) -> -count.getOrDefault(link.id(), 0))
                        .thenComparing(PhysLink::id))
                .toList();
    }

    private static List<ServiceState> over(NetworkState state, KeyAssociationLinkId link) {
        return state.services().values().stream()
                .filter(service ->
                        service.shares().stream().anyMatch(share -> share.hops().contains(link)))
                .toList();
    }

    private static double median(List<Double> values) {
        values.sort(null);
        return values.get(values.size() / 2);
    }
}
