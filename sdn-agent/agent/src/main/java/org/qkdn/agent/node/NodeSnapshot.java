package org.qkdn.agent.node;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.qkdn.node.v1.ForwardingReport;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.ModuleState;

/** What all parts of the node said last. */
public record NodeSnapshot(
        Map<Integer, PartReport<ModuleState>> modules,
        PartReport<KeyStoreReport> keyStores,
        PartReport<ForwardingReport> forwarding) {
    public NodeSnapshot {
        modules = Map.copyOf(modules);
    }

    /** Before anything was heard. */
    public static NodeSnapshot silent(Collection<Integer> interfaceIds) {
        var modules = new LinkedHashMap<Integer, PartReport<ModuleState>>();
        interfaceIds.forEach(id -> modules.put(id, PartReport.notYet()));
        return new NodeSnapshot(modules, PartReport.notYet(), PartReport.notYet());
    }

    public NodeSnapshot withModule(int interfaceId, PartReport<ModuleState> report) {
        var changed = new LinkedHashMap<>(modules);
        changed.put(interfaceId, report);
        return new NodeSnapshot(changed, keyStores, forwarding);
    }

    public NodeSnapshot withKeyStores(PartReport<KeyStoreReport> report) {
        return new NodeSnapshot(modules, report, forwarding);
    }

    public NodeSnapshot withForwarding(PartReport<ForwardingReport> report) {
        return new NodeSnapshot(modules, keyStores, report);
    }
}
