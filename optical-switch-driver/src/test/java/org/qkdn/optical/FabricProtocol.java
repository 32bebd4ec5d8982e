package org.qkdn.optical;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A protocol without a wire, with as many requests for a change as the poorest has: one for each connection. */
record FabricProtocol(Fabric fabric) implements SwitchProtocol {
    @Override
    public SwitchIdentity identity() {
        return new SwitchIdentity("", "", "", "");
    }

    @Override
    public boolean tellsChanges() {
        return false;
    }

    @Override
    public SortedMap<Integer, PortHealth> ports() {
        final var ports = new TreeMap<Integer, PortHealth>();
        for (int port = 1; port <= Fabric.PORTS; port++) {
            ports.put(port, PortHealth.valueOf(fabric.health(port)));
        }
        return ports;
    }

    @Override
    public SortedMap<Integer, Integer> crossConnects() {
        return fabric.connections();
    }

    @Override
    public Optional<Refusal> carryOut(Reconfiguration change, SortedMap<Integer, Integer> present) throws IOException {
        try {
            for (int ingress : change.removals().keySet()) {
                final var complaint = fabric.carryOut(java.util.List.of(ingress), new TreeMap<>());
                if (complaint.isPresent()) {
                    return Refusal.of(ingress, complaint.get());
                }
            }
            for (var pair : change.additions().entrySet()) {
                final var complaint =
                        fabric.carryOut(java.util.List.of(), java.util.Map.of(pair.getKey(), pair.getValue()));
                if (complaint.isPresent()) {
                    return Refusal.of(pair.getKey(), complaint.get());
                }
            }
            return Optional.empty();
        } catch (Fabric.Lost e) {
            throw new IOException("lost", e);
        }
    }

    @Override
    public void close() {
        // nothing is held
    }
}
