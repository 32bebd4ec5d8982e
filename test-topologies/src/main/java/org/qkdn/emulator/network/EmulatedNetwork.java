package org.qkdn.emulator.network;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.qkdn.agent.AgentModel;
import org.qkdn.emulator.module.ModulePark;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.plant.LivePlant;
import org.qkdn.emulator.switches.EmulatedSwitch;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfUser;

/** A whole network on one machine: fibre plant, switches, modules and the processes of all nodes. */
public final class EmulatedNetwork implements AutoCloseable {
    private final Topology topology;
    private final LivePlant plant;
    private final ModulePark modules;
    private final SortedMap<String, EmulatedNode> nodes = new TreeMap<>();
    private final Deque<EmulatedSwitch> switches = new ArrayDeque<>();

    private EmulatedNetwork(Topology topology, LivePlant plant, ModulePark modules) {
        this.topology = topology;
        this.plant = plant;
        this.modules = modules;
    }

    /** As {@link #prepare(Topology, StateDirectory, int, BigDecimal)} for modules that make as much as real ones. */
    public static NetworkDocuments prepare(Topology topology, StateDirectory state, int portBase) throws IOException {
        return prepare(topology, state, portBase, BigDecimal.ONE);
    }

    /**
     * Makes certificates and keys where they are missing, and writes every file that the network's processes, the
     * controller and foreign clients need.
     *
     * @throws IOException with one line that names what is at fault
     */
    public static NetworkDocuments prepare(Topology topology, StateDirectory state, int portBase, BigDecimal speed)
            throws IOException {
        var ports = new PortPlan(portBase, topology);
        var pki = Identities.open(state.pki(), topology);
        var files = new NodeFiles(topology, state, ports, pki);
        for (var site : topology.sites()) {
            files.write(site);
        }
        var documents = new NetworkDocuments(topology, ports, pki, speed);
        NetworkDocuments.write(state.controllerData(), documents.controllerConfiguration());
        NetworkDocuments.write(state.endpoints(), documents.endpoints());
        return documents;
    }

    /**
     * Prepares and starts everything; on failure nothing is left running.
     *
     * @param speed key rates are multiplied with it
     * @param progress told what has started, one line each
     * @throws IOException with one line that names what is at fault
     */
    public static EmulatedNetwork start(
            Topology topology, StateDirectory state, int portBase, BigDecimal speed, Consumer<String> progress)
            throws IOException {
        prepare(topology, state, portBase, speed);
        var ports = new PortPlan(portBase, topology);
        var pki = Identities.open(state.pki(), topology);
        var plant = new LivePlant();
        var modules = new ModulePark(topology, plant, speed, ports::module, ref -> pki.tls(ref.commonName()));
        plant.onChange(modules::plantChanged);
        var network = new EmulatedNetwork(topology, plant, modules);
        try {
            network.startSwitches(state, ports, pki);
            progress.accept(network.switches.size() + " switches started");
            network.startNodes(state, progress);
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
        return network;
    }

    private void startSwitches(StateDirectory state, PortPlan ports, Pki pki) throws IOException {
        StateDirectory.makeDirectory(state.switches());
        var users = List.of(user(pki, Identities.CONTROLLER), user(pki, Identities.OPERATOR));
        var model = EmulatedSwitch.model();
        for (var device : topology.switches()) {
            var settings = new NetconfSettings(
                    "127.0.0.1",
                    ports.opticalSwitch(device.site()),
                    pki.sshKey(Identities.switchHost(device.name())),
                    users);
            switches.push(EmulatedSwitch.start(
                    device,
                    new PortLabels(topology).of(device),
                    settings,
                    model,
                    state.opticalSwitch(device.name()),
                    plant));
        }
    }

    private static NetconfUser user(Pki pki, String name) throws IOException {
        return NetconfUser.of(name, pki.sshPublicKey(name), NetconfUser.Access.READ_WRITE);
    }

    private void startNodes(StateDirectory state, Consumer<String> progress) throws IOException {
        var model = AgentModel.load();
        for (var site : topology.sites()) {
            var node = new EmulatedNode(site, state, modules, model);
            nodes.put(site.name(), node);
            node.start();
            progress.accept("node " + site.name() + " started (" + nodes.size() + "/"
                    + topology.sites().size() + ")");
        }
    }

    public Topology topology() {
        return topology;
    }

    public void cutSpan(String span) {
        plant.cut(span);
    }

    public void attenuateSpan(String span, Loss added) {
        plant.attenuate(span, added);
    }

    public void mendSpan(String span) {
        plant.mend(span);
    }

    /** Stops all processes of a node and switches its modules off; its optical switch, all passive, stays. */
    public void killNode(String site) {
        nodes.get(site).stop();
    }

    public void mendNode(String site) throws IOException {
        nodes.get(site).start();
    }

    public void failModule(ModuleRef module) {
        modules.fail(module, true);
    }

    public void mendModule(ModuleRef module) {
        modules.fail(module, false);
    }

    /** State of all parts, for a person. */
    public List<String> status() {
        return new StatusReport(
                        topology, plant.get(), modules, site -> nodes.get(site).isRunning())
                .lines();
    }

    /** How many modules make key now. */
    public long generatingModules() {
        return modules.generating();
    }

    @Override
    public void close() {
        nodes.values().forEach(EmulatedNode::stop);
        modules.close();
        switches.forEach(EmulatedSwitch::close);
    }
}
