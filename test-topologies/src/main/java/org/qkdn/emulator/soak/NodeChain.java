package org.qkdn.emulator.soak;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.SaeClient;
import org.qkdn.emulator.module.ModulePark;
import org.qkdn.emulator.network.EmulatedNetwork;
import org.qkdn.emulator.network.Identities;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.plant.LivePlant;
import org.qkdn.emulator.run.ChildProcess;
import org.qkdn.emulator.topology.Site;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.node.tls.TlsFiles;
import org.qkdn.node.v1.KeyStoreReport;

/**
 * The five nodes of the topology {@code chain}: LKMS and forwarding module of each are processes of their own, so that
 * they can be killed; their QKD modules live in this JVM.
 */
public final class NodeChain implements AutoCloseable {
    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "-Dio.netty.leakDetection.level=advanced",
            "-Xmx96m");

    private final PortPlan ports;
    private final StateDirectory state;
    private final Endpoints endpoints;
    private final Pki pki;
    private final ChainControl control;
    private final List<KillableProcess> processes = new ArrayList<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private NodeChain(PortPlan ports, StateDirectory state, Endpoints endpoints, Pki pki, ChainControl control) {
        this.ports = ports;
        this.state = state;
        this.endpoints = endpoints;
        this.pki = pki;
        this.control = control;
    }

    /**
     * Starts all and orders the associations.
     *
     * @param home where the project was built
     * @throws IOException with one line that names what is at fault
     */
    public static NodeChain start(
            Path home, StateDirectory state, int portBase, StoreSizes sizes, List<Association> associations)
            throws IOException {
        var topology = chain();
        return start(
                home, state, portBase, sizes, associations, topology.sites().size());
    }

    /** As above, the first nodes of the chain only; certificates are there for all. */
    public static NodeChain start(
            Path home, StateDirectory state, int portBase, StoreSizes sizes, List<Association> associations, int nodes)
            throws IOException {
        var topology = chain();
        var running = topology.sites().subList(0, nodes);
        var ports = new PortPlan(portBase, topology);
        EmulatedNetwork.prepare(topology, state, portBase);
        for (var site : topology.sites()) {
            Files.writeString(state.lkmsFile(site.name()), sizes.toYaml(), StandardOpenOption.APPEND);
        }
        var pki = Identities.open(state.pki(), topology);
        var control = new ChainControl(topology, ports, pki, associations, nodes);
        var chain = new NodeChain(ports, state, Endpoints.read(state.endpoints()), pki, control);
        chain.parts.push(control);
        try {
            var modules = new ModulePark(
                    topology, new LivePlant(), BigDecimal.ONE, ports::module, ref -> pki.tls(ref.commonName()));
            chain.parts.push(modules);
            chain.startProcesses(home, running);
            for (var site : running) {
                modules.start(site.name());
            }
            control.pairModules();
            control.configureForwarding();
            control.configureKeyStores(true);
        } catch (IOException | RuntimeException e) {
            chain.close();
            throw e;
        }
        return chain;
    }

    private static Topology chain() {
        try {
            return TopologyFile.find("chain");
        } catch (TopologyException e) {
            throw new IllegalStateException("the program's own topology is at fault", e);
        }
    }

    private void startProcesses(Path home, List<Site> sites) throws IOException {
        for (var site : sites) {
            var name = site.name();
            process(home, "lkms-" + name, "org.qkdn.lkms.LkmsMain", state.lkmsFile(name));
            process(home, "fm-" + name, "org.qkdn.forwarding.ForwardingMain", state.forwardingFile(name));
        }
    }

    private void process(Path home, String name, String main, Path configuration) throws IOException {
        var process = new KillableProcess(
                name,
                ChildProcess.java(
                        name,
                        List.of(home.resolve("test-topologies/target/lib")),
                        JVM,
                        main,
                        List.of(configuration.toString()),
                        log(name)));
        processes.add(process);
        process.start();
    }

    /** LKMS and forwarding module of each node, in the order of the chain. */
    List<KillableProcess> processes() {
        return processes;
    }

    /** Process id of a node's part, such as {@code lkms-ALPHA}. */
    public long pid(String name) {
        return process(name).pid();
    }

    public Path log(String name) {
        return state.root().resolve("logs").resolve(name + ".log");
    }

    private KillableProcess process(String name) {
        return processes.stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Anybody's certificate, key and CA. */
    public TlsFiles tls(String commonName) {
        return pki.tls(commonName);
    }

    /** Id of a node. */
    public UUID id(String site) {
        return ports.topology().site(site).orElseThrow().id();
    }

    /** What to tell where a process has ended by itself. */
    public Optional<String> casualty() {
        return processes.stream()
                .map(KillableProcess::casualty)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The SAE at its node's key delivery API. */
    public SaeClient sae(Association.End end) throws IOException {
        var node = endpoints.node(end.site());
        return new SaeClient(
                endpoints,
                node,
                node.saes().stream()
                        .filter(sae -> sae.id().equals(end.sae()))
                        .findFirst()
                        .orElseThrow());
    }

    /** No new keys for the applications from now on; what is stored is still served. */
    public void stopFilling() throws IOException {
        control.configureKeyStores(false);
    }

    public KeyStoreReport report(String site) throws IOException {
        return control.report(site);
    }

    public PortPlan ports() {
        return ports;
    }

    public StateDirectory state() {
        return state;
    }

    @Override
    public void close() {
        // at once: one by one takes long
        processes.parallelStream().forEach(KillableProcess::close);
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("qkdn: a part of the chain did not end: " + e.getMessage());
            }
        }
    }
}
