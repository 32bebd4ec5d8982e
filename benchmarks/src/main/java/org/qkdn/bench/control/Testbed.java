package org.qkdn.bench.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.OperatorClient;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.SubscribedSession;
import org.qkdn.netconf.client.Timing;

/** A controller in a process of its own, as operators run it, and a farm of agents in another. */
final class Testbed implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int FIRST_AGENT_PORT = 21_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final LargeNetwork network;
    private final Pki pki;
    private final Process controller;
    private final Process farm;
    private final PrintWriter orders;
    private final BufferedReader answers;
    private final OperatorClient operator;

    Testbed(LargeNetwork network, String controllerHeap) throws IOException, InterruptedException {
        this.network = network;
        folder = Files.createTempDirectory("qkdn-bench");
        pki = Pki.open(
                folder.resolve("pki"),
                List.of("controller", "operator"),
                List.of("controller", "operator", "controller-host", "farm-host"),
                Clock.systemUTC());
        farm = java(
                        "-Xmx4g",
                        folder.resolve("farm.log"),
                        AgentFarm.class.getName(),
                        Integer.toString(network.nodes.size()),
                        Integer.toString(FIRST_AGENT_PORT),
                        pki.sshKey("farm-host").toString(),
                        pki.sshPublicKey("controller").toString())
                .start();
        orders = new PrintWriter(farm.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(farm.getInputStream(), StandardCharsets.UTF_8));
        require(answers.readLine(), "ready");
        int port = freePort();
        controller = java(
                        controllerHeap,
                        folder.resolve("controller.log"),
                        "org.qkdn.controller.embedded.ControllerMain",
                        configuration(port).toString())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(controllerLog().toFile()))
                .start();
        operator = new OperatorClient(new Endpoints(
                "bench",
                pki.tls("operator").ca().toString(),
                new Endpoints.Controller(
                        "controller",
                        "https://" + HOST + ":" + port + "/restconf",
                        pki.tls("operator").certificate().toString(),
                        pki.tls("operator").key().toString(),
                        null),
                List.of(),
                List.of()));
        awaitController();
    }

    private static ProcessBuilder java(String heap, Path log, String main, String... arguments) {
        var command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+IgnoreUnrecognizedVMOptions",
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED",
                                heap,
                                "-cp",
                                System.getProperty("java.class.path"),
                                main),
                        Stream.of(arguments))
                .toList();
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private Path configuration(int port) throws IOException {
        var file = folder.resolve("controller.yaml");
        var tls = pki.tls("controller");
        Files.writeString(file, """
                stateDirectory: state
                restconf: {host: %s, port: %d}
                netconf: {host: %s, port: 0, hostKey: %s, users: []}
                tls: {certificate: %s, key: %s, ca: %s}
                operators: [{commonName: operator, role: operator}]
                ssh: {credentials: [{name: controller, privateKey: %s}]}
                """.formatted(
                        HOST,
                        port,
                        HOST,
                        pki.sshKey("controller-host"),
                        tls.certificate(),
                        tls.key(),
                        tls.ca(),
                        pki.sshKey("controller")));
        return file;
    }

    private void awaitController() throws IOException, InterruptedException {
        while (true) {
            try {
                if (operator.get("/ietf-yang-library:yang-library/content-id").isSuccess()) {
                    return;
                }
            } catch (IOException e) {
                if (!controller.isAlive()) {
                    throw new IOException("the controller ended; see " + controllerLog(), e);
                }
            }
            Thread.sleep(200);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Path controllerLog() {
        return folder.resolve("controller.log");
    }

    /** Has the farm do something, and gives its answer. */
    String farm(String order) throws IOException {
        orders.println(order);
        return Optional.ofNullable(answers.readLine())
                .orElseThrow(() -> new IOException("the agents ended; see " + folder.resolve("farm.log")));
    }

    JsonNode read(String path) throws IOException {
        return operator.get(path).body();
    }

    /** Which agents there are and what joins them. */
    void register() throws IOException {
        var inventory = JSON.createObjectNode();
        var nodes = inventory.putArray("node");
        var saes = inventory.putArray("sae");
        for (var name : network.nodes) {
            nodes.addObject()
                    .put("name", name.value())
                    .put("address", HOST)
                    .put("port", FIRST_AGENT_PORT + nodes.size() - 1)
                    .put("user", "controller")
                    .put("credentials", "controller")
                    .put("host-key", pki.fingerprint("farm-host"));
            saes.addObject().put("sae-id", LargeNetwork.sae(name).value()).put("node", name.value());
        }
        put("/qkdn-inventory:inventory", "qkdn-inventory:inventory", inventory);
        var optical = JSON.createObjectNode();
        var spans = optical.putArray("span");
        var pairs = optical.putArray("fixed-pair");
        var plant = network.plant();
        plant.spans().values().forEach(span -> spans.addObject()
                .put("name", span.name())
                .put("a-site", span.a().value())
                .put("b-site", span.b().value())
                .put("length", "10.000")
                .put("loss", "3.000"));
        plant.fixedPairs().forEach(pair -> pairs.addObject()
                .put("name", pair.name())
                .put("transmitter-node", pair.transmitter().node().value())
                .put("transmitter-interface", pair.transmitter().interfaceId())
                .put("receiver-node", pair.receiver().node().value())
                .put("receiver-interface", pair.receiver().interfaceId())
                .put("channel", "1310")
                .putArray("span")
                .add(pair.spans().getFirst()));
        put("/qkdn-optical:optical", "qkdn-optical:optical", optical);
    }

    void serve() throws IOException {
        var services = JSON.createObjectNode();
        var list = services.putArray("key-service");
        for (KeyService service : network.services().values()) {
            list.addObject()
                    .put("name", service.name())
                    .put("source", service.source())
                    .put("destination", service.destination())
                    .put("min-rate", Long.toString(service.minRate().bitsPerSecond()))
                    .put("priority", service.priority());
        }
        put("/qkdn-key-service:key-services", "qkdn-key-service:key-services", services);
    }

    private void put(String path, String name, ObjectNode content) throws IOException {
        operator.put(path, JSON.createObjectNode().set(name, content));
    }

    /** Largest resident set of the controller's process so far, in MiB. */
    long controllerMebibytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + controller.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** CPU time of the controller's process so far. */
    double controllerCpuSeconds() {
        return controller
                .info()
                .totalCpuDuration()
                .map(time -> time.toMillis() / 1000.0)
                .orElse(0.0);
    }

    /** Lines of the controller's log with these words. */
    List<String> logged(String words) throws IOException {
        try (var lines = Files.lines(controllerLog())) {
            return lines.filter(line -> line.contains(words)).toList();
        }
    }

    /** Seconds in which a NETCONF client opens all sessions and reads all nodes, many at a time. */
    double bareClient() throws IOException, InterruptedException {
        var key = pki.sshKey("controller");
        var pin = pki.fingerprint("farm-host");
        long begun = System.nanoTime();
        try (var clients = new NetconfClients(Timing.DEFAULT, 2);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<Void>>();
            for (int node = 0; node < network.nodes.size(); node++) {
                var target = new NetconfTarget.Ssh(HOST, FIRST_AGENT_PORT + node, "controller", key, pin);
                tasks.add(() -> {
                    var session = SubscribedSession.open(clients, target, "NETCONF", SessionListener.NONE);
                    var ignored = session.demand(Rpc.get("urn:etsi:qkd:yang:etsi-qkd-node", "qkd_node"));
                    return null;
                });
            }
            for (var done : threads.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
        return AgentsBench.since(begun);
    }

    private static void require(String answer, String expected) throws IOException {
        if (!expected.equals(answer)) {
            throw new IOException("the agents said " + answer + " instead of " + expected);
        }
    }

    @Override
    public void close() {
        orders.close();
        controller.destroy();
        try {
            if (!controller.waitFor(20, TimeUnit.SECONDS) || !farm.waitFor(20, TimeUnit.SECONDS)) {
                controller.destroyForcibly();
                farm.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.println("logs: " + folder);
    }
}
