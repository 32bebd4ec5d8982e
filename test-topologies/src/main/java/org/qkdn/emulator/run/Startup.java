package org.qkdn.emulator.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.qkdn.emulator.check.NetworkView;
import org.qkdn.emulator.client.OperatorClient;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.WantedService;

/** Brings controller and network up, tells the controller of the network as its operator, and reports how far it is. */
public final class Startup {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String OPTICAL = "/qkdn-optical:optical?content=config";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Processes processes;
    private final Topology topology;
    private final StateDirectory state;
    private final PrintStream out;
    private final Instant begun = Instant.now();

    public Startup(Processes processes, Topology topology, StateDirectory state, PrintStream out) {
        this.processes = processes;
        this.topology = topology;
        this.state = state;
        this.out = out;
    }

    /** Returns once all is ready. */
    public void run() throws RunFailure, IOException, InterruptedException {
        Files.deleteIfExists(endpointsFile());
        say("starting the emulated network " + topology.name() + " and the controller");
        processes.startNetwork();
        processes.startController();
        say("controller answers at " + processes.endpoints().controller().restconf());
        var operator = new OperatorClient(processes.endpoints());
        var network = new NetworkView(processes.endpoints());
        tell(operator, network);
        int nodes = topology.sites().size();
        progress("nodes discovered", nodes, () -> network.connectedNodes().size());
        var optical = operator.get(OPTICAL).body().path("qkdn-optical:optical");
        int links = optical.path("fixed-pair").size() + optical.path("pairing").size();
        progress("links up", links, () -> (int) network.links().stream()
                .filter(NetworkView.Link::isPhys)
                .filter(NetworkView.Link::isActive)
                .count());
        var services = new ArrayList<WantedService>();
        for (var service : topology.services()) {
            if (network.isConfigured(service.name())) {
                services.add(service);
            }
        }
        // where links take turns, so do their services
        int together = topology.sources().isEmpty() ? services.size() : 0;
        progress("services ready", together, () -> (int) network.services().stream()
                .filter(NetworkView.Service::isUp)
                .filter(up ->
                        services.stream().anyMatch(service -> service.name().equals(up.name())))
                .count());
        Files.copy(state.endpoints(), endpointsFile(), StandardCopyOption.REPLACE_EXISTING);
        say("ready");
        new Welcome(processes.endpoints(), topology, state).print(out);
    }

    private java.nio.file.Path endpointsFile() {
        return state.root().resolve("endpoints.json");
    }

    /** Once: what an operator has changed since is kept. */
    private void tell(OperatorClient operator, NetworkView network) throws IOException {
        var told = JSON.readTree(state.controllerData().toFile());
        operator.put("/qkdn-inventory:inventory", only(told, "qkdn-inventory:inventory"));
        if (operator.get(OPTICAL).status() == 404) {
            operator.put("/qkdn-optical:optical", only(told, "qkdn-optical:optical"));
            for (var service : topology.services()) {
                network.putService(service.name(), service.source(), service.destination());
            }
        }
    }

    private static JsonNode only(JsonNode document, String member) {
        return JsonNodeFactory.instance.objectNode().set(member, document.get(member));
    }

    private interface Count {
        int now() throws IOException;
    }

    private void progress(String what, int wanted, Count count) throws RunFailure, IOException, InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        int seen = -1;
        while (seen < wanted) {
            var casualty = processes.casualty();
            if (casualty.isPresent()) {
                throw new RunFailure(casualty.get());
            }
            int now = count.now();
            if (now != seen) {
                say(what + " " + now + "/" + wanted);
                seen = now;
            } else if (Instant.now().isAfter(deadline)) {
                throw new RunFailure("still " + what + " " + now + "/" + wanted + " after " + PATIENCE.toMinutes()
                        + " min: the logs in " + state.root().resolve("logs") + " should tell why");
            } else {
                Thread.sleep(250);
            }
        }
    }

    private void say(String line) {
        out.printf("%6.1f s  %s%n", Duration.between(begun, Instant.now()).toMillis() / 1000.0, line);
    }
}
