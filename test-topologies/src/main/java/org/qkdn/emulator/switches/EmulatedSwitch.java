package org.qkdn.emulator.switches;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.SchemaContext;
import org.qkdn.emulator.plant.CrossConnect;
import org.qkdn.emulator.plant.LivePlant;
import org.qkdn.emulator.topology.OpticalSwitch;
import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.TreeDatastore;
import org.qkdn.netconf.YangModel;

/**
 * An optical switch with the management interface of a Polatis one: NETCONF, YANG module optical-switch. What its running
 * configuration connects is connected in the fibre plant.
 */
public final class EmulatedSwitch implements AutoCloseable {
    private final OpticalSwitch device;
    private final LivePlant plant;
    private final Set<Integer> disabled = new TreeSet<>();
    private volatile Set<CrossConnect> connections = Set.of();
    private Optional<NetconfServer> server = Optional.empty();

    private EmulatedSwitch(OpticalSwitch device, LivePlant plant) {
        this.device = device;
        this.plant = plant;
    }

    /** The YANG model that all switches of a JVM may share; takes a while to make. */
    public static YangModel model() {
        return YangModel.ofClasspath(SwitchTree.MODULE);
    }

    /**
     * Serves once this returns, with the connections it had.
     *
     * @param labels names of the ports, for people; the configuration may rename them
     * @param configuration file that keeps the running configuration
     * @throws IOException with one line that names the file or port at fault
     */
    public static EmulatedSwitch start(
            OpticalSwitch device,
            Map<Integer, String> labels,
            NetconfSettings settings,
            YangModel model,
            Path configuration,
            LivePlant plant)
            throws IOException {
        var emulated = new EmulatedSwitch(device, plant);
        var datastore = TreeDatastore.builder(model)
                .file(configuration)
                .initial(root(List.of(SwitchTree.ports("label", labels))))
                .hook(emulated.new Connections())
                .state(emulated::state)
                .build();
        try {
            emulated.restore(datastore);
            emulated.server = Optional.of(
                    NetconfServer.start(settings.withStream("Polatis"), model, datastore, emulated::invoke));
        } catch (NetconfError e) {
            throw new IOException(configuration + ": " + e.getMessage() + ": remove the file to start anew", e);
        }
        return emulated;
    }

    private void restore(TreeDatastore datastore) throws NetconfError {
        if (SwitchTree.startUpMode(datastore.running()).equals(Optional.of("MODE_VOLATILE"))) {
            datastore.write(device.name(), edit -> edit.delete(YangInstanceIdentifier.of(SwitchTree.CROSS_CONNECTS)));
        }
        connections = SwitchTree.crossConnects(datastore.running());
        show();
    }

    private List<? extends DataContainerChild> state() {
        var status = new HashMap<Integer, String>();
        for (int port = 1; port <= device.ports(); port++) {
            status.put(port, isDisabled(port) ? "DISABLED" : "ENABLED");
        }
        return List.of(
                SwitchTree.container(
                        "product-information",
                        List.of(
                                SwitchTree.leaf("manufacturer", "QKDN emulator"),
                                SwitchTree.leaf("serial-number", device.name()),
                                SwitchTree.leaf("model-name", "emulated " + device.ports() + "-port symmetric"),
                                SwitchTree.leaf("software-version", "1"))),
                SwitchTree.ports("status", status));
    }

    /** RPC port-set-state. */
    Optional<ContainerNode> invoke(QName rpc, ContainerNode input, String user) throws NetconfError {
        if (!rpc.equals(SwitchTree.name("port-set-state"))) {
            return RpcHandler.none().invoke(rpc, input, user);
        }
        var on = new TreeSet<Integer>();
        var off = new TreeSet<Integer>();
        SwitchTree.portsOf(input, "port-enab", on);
        SwitchTree.portsOf(input, "port-disab", off);
        var all = new TreeSet<>(on);
        all.addAll(off);
        for (int port : all) {
            if (!rules().exists(port)) {
                throw NetconfError.application(ErrorTag.INVALID_VALUE, rules().noSuch(port));
            }
        }
        synchronized (disabled) {
            disabled.removeAll(on);
            disabled.addAll(off);
        }
        show();
        return Optional.empty();
    }

    private boolean isDisabled(int port) {
        synchronized (disabled) {
            return disabled.contains(port);
        }
    }

    private PortRules rules() {
        synchronized (disabled) {
            return new PortRules(device.ports(), disabled);
        }
    }

    /** No light passes a disabled port. */
    private void show() {
        plant.connect(
                device.name(),
                connections.stream()
                        .filter(c -> !isDisabled(c.ingress()) && !isDisabled(c.egress()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void close() {
        server.ifPresent(NetconfServer::close);
    }

    private static ContainerNode root(List<? extends DataContainerChild> children) {
        var builder = ImmutableNodes.newContainerBuilder()
                .withNodeIdentifier(new YangInstanceIdentifier.NodeIdentifier(SchemaContext.NAME));
        children.forEach(builder::withChild);
        return builder.build();
    }

    private final class Connections implements TreeDatastore.CommitHook {
        @Override
        public void validate(ConfigChange change) throws NetconfError {
            var complaint = rules().complaint(
                            SwitchTree.crossConnects(change.before()), SwitchTree.crossConnects(change.after()));
            if (complaint.isPresent()) {
                throw NetconfError.application(ErrorTag.INVALID_VALUE, complaint.get())
                        .withPath(YangInstanceIdentifier.of(SwitchTree.CROSS_CONNECTS));
            }
            for (int port : SwitchTree.namedPorts(change.after())) {
                if (!rules().exists(port)) {
                    throw NetconfError.application(ErrorTag.INVALID_VALUE, rules().noSuch(port));
                }
            }
        }

        @Override
        public void committed(ConfigChange change) {
            connections = SwitchTree.crossConnects(change.after());
            show();
        }
    }
}
