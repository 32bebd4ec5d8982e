package org.qkdn.emulator.soak.kills;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.OperatorClient;
import org.qkdn.emulator.network.EmulatedNetwork;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.run.ChildProcess;
import org.qkdn.emulator.run.Processes;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.SessionListener;

/** The controller as an operator runs it, as a process that is killed and started again on the same state. */
final class KilledController {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ChildProcess process;
    private final Endpoints endpoints;

    KilledController(ChildProcess process, Endpoints endpoints) {
        this.process = process;
        this.endpoints = endpoints;
    }

    /** Writes all files; starts nothing yet. */
    static KilledController prepare(Path home, StateDirectory state, int portBase) throws IOException {
        var topology = madQci();
        EmulatedNetwork.prepare(topology, state, portBase);
        return new KilledController(
                Processes.controller(home, state, new PortPlan(portBase, topology)), Endpoints.read(state.endpoints()));
    }

    private static Topology madQci() {
        try {
            return TopologyFile.find("madqci");
        } catch (TopologyException e) {
            throw new IllegalStateException("our own topology is wrong", e);
        }
    }

    void start() throws IOException {
        process.start();
    }

    void kill() throws InterruptedException {
        process.kill();
    }

    void stop() throws InterruptedException {
        process.stop();
    }

    /** Waits until it answers; what it holds of services then, by name. */
    Map<String, Long> services() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var operator = operator()) {
            while (true) {
                try {
                    var answer = operator.get(RestconfWriter.SERVICES + "?content=config");
                    return numbers(answer.body().at("/qkdn-key-service:key-services/key-service"));
                } catch (IOException e) {
                    if (!process.isAlive()) {
                        throw new IOException(process.epitaph(), e);
                    }
                    if (System.nanoTime() > deadline) {
                        throw new IOException("no answer in " + PATIENCE, e);
                    }
                }
                Thread.sleep(20);
            }
        }
    }

    private static Map<String, Long> numbers(JsonNode services) throws IOException {
        var numbers = new TreeMap<String, Long>();
        for (var service : services) {
            long number = service.path("min-rate").asLong();
            if (number == 0 || number != service.path("max-rate").asLong()) {
                throw new IOException("half a service: " + service);
            }
            numbers.put(service.path("name").asText(), number);
        }
        return numbers;
    }

    OperatorClient operator() throws IOException {
        return new OperatorClient(endpoints);
    }

    NetconfWriter netconf(NetconfClients clients) throws IOException, InterruptedException {
        var nms = endpoints.controller().netconf();
        var target = new NetconfTarget.Ssh(nms.host(), nms.port(), nms.user(), Path.of(nms.key()), nms.hostKey());
        while (true) {
            try {
                return new NetconfWriter(clients.connect(target, SessionListener.NONE));
            } catch (IOException e) {
                // it starts after RESTCONF
                if (!process.isAlive()) {
                    throw new IOException(process.epitaph(), e);
                }
                Thread.sleep(50);
            }
        }
    }
}
