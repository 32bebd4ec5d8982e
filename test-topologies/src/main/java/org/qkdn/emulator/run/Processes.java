package org.qkdn.emulator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.qkdn.emulator.check.Disruptions;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.OperatorClient;
import org.qkdn.emulator.command.EmulatorClient;
import org.qkdn.emulator.network.EmulatedNetwork;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;

/** The two processes of a run: the controller, and the emulated network. */
public final class Processes implements Disruptions, AutoCloseable {
    private static final List<String> FRUGAL = List.of(
            "-XX:+UseSerialGC",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true");

    private final StateDirectory state;
    private final ControllerProgram controller;
    private final ChildProcess network;
    private final Endpoints endpoints;
    private volatile boolean stopping;

    private Processes(StateDirectory state, ControllerProgram controller, ChildProcess network, Endpoints endpoints) {
        this.state = state;
        this.controller = controller;
        this.network = network;
        this.endpoints = endpoints;
    }

    /**
     * Writes all files; starts nothing yet.
     *
     * @param home where the project was built
     */
    public static Processes prepare(Path home, StateDirectory state, PortPlan ports, String topology, BigDecimal speed)
            throws IOException {
        return prepare(home, state, ports, topology, speed, controller(home, state, ports));
    }

    /** The same with another controller than the embedded one. */
    public static Processes prepare(
            Path home,
            StateDirectory state,
            PortPlan ports,
            String topology,
            BigDecimal speed,
            ControllerProgram controller)
            throws IOException {
        EmulatedNetwork.prepare(ports.topology(), state, ports.base(), speed);
        var network = ChildProcess.java(
                "the emulated network",
                List.of(home.resolve("test-topologies/target/lib"), home.resolve("test-topologies/target")),
                with(FRUGAL, "-Xmx512m", "-XX:TieredStopAtLevel=1"),
                "org.qkdn.emulator.command.EmulatorMain",
                List.of(
                        "--topology", topology,
                        "--state", state.root().toString(),
                        "--port-base", Integer.toString(ports.base()),
                        "--speed", speed.toPlainString()),
                networkLog(state));
        return new Processes(state, controller, network, Endpoints.read(state.endpoints()));
    }

    /** The controller alone; the network's files are there already. */
    public static ChildProcess controller(Path home, StateDirectory state, PortPlan ports) throws IOException {
        return ChildProcess.java(
                "the controller",
                List.of(home.resolve("controller/embedded/target/lib"), home.resolve("controller/embedded/target")),
                with(FRUGAL, "-Xmx320m", "-XX:+HeapDumpOnOutOfMemoryError"),
                "org.qkdn.controller.embedded.ControllerMain",
                List.of(ControllerFile.write(state, ports).toString()),
                state.root().resolve("logs").resolve("controller.log"));
    }

    private static List<String> with(List<String> options, String... more) {
        return java.util.stream.Stream.concat(options.stream(), java.util.stream.Stream.of(more))
                .toList();
    }

    private static Path networkLog(StateDirectory state) {
        return state.root().resolve("logs").resolve("network.log");
    }

    /** What the emulated nodes log. */
    public Path networkLog() {
        return networkLog(state);
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public void startNetwork() throws IOException {
        network.start();
    }

    public long controllerPid() {
        return controller.pid();
    }

    public long networkPid() {
        return network.pid();
    }

    /** Whether {@link #close} was called: also Ctrl-C reaches all processes of a terminal at the same moment. */
    public boolean isStopping() {
        return stopping;
    }

    /** Why a process is no longer there though it should be. */
    public Optional<String> casualty() {
        if (!controller.isAlive()) {
            return Optional.of(controller.epitaph());
        }
        return network.isAlive() ? Optional.empty() : Optional.of(network.epitaph());
    }

    @Override
    public void emulator(String... command) throws IOException {
        EmulatorClient.send(state.socket(), String.join(" ", command));
    }

    @Override
    public void stopController() throws InterruptedException {
        controller.stop();
    }

    @Override
    public void startController() throws IOException, InterruptedException {
        controller.start();
        var operator = new OperatorClient(endpoints);
        while (!answers(operator)) {
            if (!controller.isAlive()) {
                throw new IOException(controller.epitaph());
            }
            Thread.sleep(200);
        }
    }

    private static boolean answers(OperatorClient operator) {
        try {
            return operator.get("/ietf-yang-library:yang-library/content-id").isSuccess();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends both. */
    @Override
    public void close() {
        stopping = true;
        try {
            controller.stop();
            network.stop();
            Files.deleteIfExists(state.root().resolve("endpoints.json"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
