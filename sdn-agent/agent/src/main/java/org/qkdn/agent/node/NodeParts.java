package org.qkdn.agent.node;

import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.qkdn.agent.AgentConfiguration;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.plan.ForwardingPlan;
import org.qkdn.agent.plan.KeyStorePlan;
import org.qkdn.agent.plan.ModulePlan;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.DescribeModule;
import org.qkdn.node.v1.ForwardingControlGrpc;
import org.qkdn.node.v1.ForwardingReport;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.ModuleDescription;
import org.qkdn.node.v1.ModuleState;
import org.qkdn.node.v1.QkdModuleGrpc;
import org.qkdn.node.v1.QuantumChannel;
import org.qkdn.node.v1.WatchForwarding;
import org.qkdn.node.v1.WatchKeyStores;
import org.qkdn.node.v1.WatchModule;

/**
 * The LKMS, the forwarding module and the QKD modules of one node. Only the services that carry no key material are
 * used. All methods run on the agent's loop, and so do the listener's.
 */
public final class NodeParts implements AutoCloseable {
    /** Hears what the parts say. */
    public interface Listener {
        void changed(NodeSnapshot snapshot);

        void described(int interfaceId, ModuleDescription description);
    }

    private final Loop loop;
    private final KeyStorePlan plan;
    private final Map<Integer, NodePart<QuantumChannel, ModuleState>> modules = new LinkedHashMap<>();
    private final NodePart<KeyStoreConfiguration, KeyStoreReport> lkms;
    private final NodePart<ForwardingTable, ForwardingReport> forwarding;
    private NodeSnapshot snapshot;
    private Optional<Listener> listener = Optional.empty();

    public NodeParts(AgentConfiguration configuration, TlsIdentity identity, KeyStorePlan plan, Loop loop)
            throws IOException {
        this.loop = loop;
        this.plan = plan;
        snapshot = NodeSnapshot.silent(configuration.interfaceIds());
        var node = configuration.node().name();
        var where = configuration.lkms();
        var lkmsName = "lkms-" + node;
        lkms = new NodePart<>(
                lkmsName,
                identity.grpcChannel(where.host(), where.port(), lkmsName),
                new NodePart.Protocol<>(
                        KeyStoreControlGrpc.getWatchMethod(),
                        WatchKeyStores.getDefaultInstance(),
                        KeyStoreControlGrpc.getConfigureMethod()),
                loop,
                report -> update(snapshot.withKeyStores(report)));
        where = configuration.forwarding();
        var forwardingName = "fm-" + node;
        forwarding = new NodePart<>(
                forwardingName,
                identity.grpcChannel(where.host(), where.port(), forwardingName),
                new NodePart.Protocol<>(
                        ForwardingControlGrpc.getWatchMethod(),
                        WatchForwarding.getDefaultInstance(),
                        ForwardingControlGrpc.getConfigureMethod()),
                loop,
                report -> update(snapshot.withForwarding(report)));
        for (var module : configuration.modules()) {
            modules.put(module.interfaceId(), module(node, module, identity));
        }
    }

    private NodePart<QuantumChannel, ModuleState> module(
            String node, AgentConfiguration.Module module, TlsIdentity identity) throws IOException {
        var id = module.interfaceId();
        var name = "module-" + node + "-" + id;
        return new NodePart<>(
                name,
                identity.grpcChannel(module.host(), module.port(), name),
                new NodePart.Protocol<>(
                        QkdModuleGrpc.getWatchMethod(),
                        WatchModule.getDefaultInstance(),
                        QkdModuleGrpc.getConfigureMethod()),
                loop,
                report -> moduleReported(id, report));
    }

    public void open(Listener hears) {
        listener = Optional.of(hears);
        lkms.open();
        forwarding.open();
        modules.values().forEach(NodePart::open);
    }

    /** Tells each part its share of the configuration. */
    public void want(NodeConfiguration configuration, Instant now) {
        lkms.want(plan.stores(configuration, now));
        forwarding.want(ForwardingPlan.table(configuration));
        modules.forEach((id, module) -> module.want(ModulePlan.channel(configuration, id)));
    }

    private void moduleReported(int id, PartReport<ModuleState> report) {
        var before = Optional.ofNullable(snapshot.modules().get(id)).flatMap(PartReport::latest);
        if (before.isEmpty() && report.latest().isPresent()) {
            describe(id);
        }
        update(snapshot.withModule(id, report));
    }

    private void describe(int id) {
        MethodDescriptor<DescribeModule, ModuleDescription> method = QkdModuleGrpc.getDescribeMethod();
        var part = Optional.ofNullable(modules.get(id));
        part.ifPresent(module -> module.call(method, DescribeModule.getDefaultInstance(), (description, problem) -> {
            description.ifPresent(known -> listener.ifPresent(hears -> hears.described(id, known)));
            problem.ifPresent(reason -> module.again("does not describe itself: " + reason));
        }));
    }

    private void update(NodeSnapshot changed) {
        snapshot = changed;
        listener.ifPresent(hears -> hears.changed(changed));
    }

    @Override
    public void close() {
        lkms.close();
        forwarding.close();
        modules.values().forEach(NodePart::close);
    }
}
