package org.qkdn.emulator.e2e;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.check.Eventually;
import org.qkdn.emulator.check.NetworkView;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.OperatorClient;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.run.Processes;
import org.qkdn.emulator.run.Startup;
import org.qkdn.emulator.topology.TopologyFile;

/** The controller and an emulated network, each a process of its own as {@code ./qkdn run} starts them, and ready. */
final class EmulatedRun implements AutoCloseable {
    /** Of this module, where failsafe runs. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Path KEPT_LOGS = Path.of("target", "e2e-logs");
    private static final BigDecimal SPEED = BigDecimal.valueOf(5);

    private final StateDirectory state;
    private final Processes processes;
    private final NetconfTraffic traffic;

    private EmulatedRun(StateDirectory state, Processes processes, NetconfTraffic traffic) {
        this.state = state;
        this.processes = processes;
        this.traffic = traffic;
    }

    /** {@code topology} is the name or the file of one. */
    static EmulatedRun start(String topology) throws Exception {
        // a short path: the emulator's socket lives there
        var state = StateDirectory.open(Files.createTempDirectory("qkdn"));
        var read = TopologyFile.find(topology);
        var ports = new PortPlan(FreePorts.row(PortPlan.SIZE), read);
        var processes = Processes.prepare(HOME, state, ports, topology, SPEED);
        var traffic = new NetconfTraffic();
        var run = new EmulatedRun(state, processes, traffic);
        try {
            new Startup(processes, read, state, System.out).run();
        } catch (Exception e) {
            run.close();
            throw e;
        }
        return run;
    }

    Endpoints endpoints() {
        return processes.endpoints();
    }

    StateDirectory state() {
        return state;
    }

    Processes processes() {
        return processes;
    }

    NetconfTraffic traffic() {
        return traffic;
    }

    OperatorClient operator() throws IOException {
        return new OperatorClient(endpoints());
    }

    NetworkView network() throws IOException {
        return new NetworkView(endpoints());
    }

    /** Waits until every PHYS link is. */
    void allLinksActive() throws IOException, InterruptedException {
        var network = network();
        Eventually.holds(() -> {
            var waiting = network.links().stream()
                    .filter(link -> link.isPhys() && !link.isActive())
                    .toList();
            return waiting.isEmpty() ? Optional.empty() : Optional.of("not ACTIVE: " + waiting);
        });
    }

    /** Whole memory of the controller, garbage and all, in a new file. */
    Path controllerMemory(String name) throws IOException, InterruptedException {
        var file = state.root().resolve(name + ".hprof");
        Program.run(jcmd(), Long.toString(processes.controllerPid()), "GC.heap_dump", "-all", file.toString())
                .mustSucceed();
        return file;
    }

    /** All files below a folder of the state directory. */
    List<Path> files(String folder) throws IOException {
        try (var files = Files.walk(state.root().resolve(folder))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Ends both processes; the state stays. */
    void stop() {
        traffic.close();
        processes.close();
    }

    @Override
    public void close() throws IOException {
        keepThreads();
        stop();
        keepLogs();
        Folders.delete(state.root());
    }

    /** What the nodes' threads do, virtual ones too: where a test waits in vain, nothing else tells why. */
    private void keepThreads() throws IOException {
        if (processes.casualty().isPresent()) {
            return;
        }
        var file = state.root().resolve("logs").resolve("network-threads.txt");
        try {
            Program.run(jcmd(), Long.toString(processes.networkPid()), "Thread.dump_to_file", file.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String jcmd() {
        return Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    }

    private void keepLogs() throws IOException {
        var kept = Files.createDirectories(KEPT_LOGS.resolve(state.root().getFileName()));
        for (var log : files("logs")) {
            Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
