package org.qkdn.emulator.module;

import java.io.IOException;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.qkdn.emulator.plant.PlantState;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.node.tls.TlsFiles;
import org.qkdn.node.tls.TlsIdentity;

/** All the modules of an emulated network and the quantum layer they work in. */
public final class ModulePark implements AutoCloseable {
    private final Topology topology;
    private final Function<ModuleRef, ModulePorts> ports;
    private final Function<ModuleRef, TlsFiles> tls;
    private final EventLoops loops = new EventLoops();
    private final QuantumLayer quantum;
    private final SortedMap<ModuleRef, EmulatedModule> modules = new TreeMap<>();
    private final Map<ModuleRef, ModuleServer> running = new HashMap<>();

    /** All modules are off at first. */
    public ModulePark(
            Topology topology,
            Supplier<PlantState> plant,
            BigDecimal speed,
            Function<ModuleRef, ModulePorts> ports,
            Function<ModuleRef, TlsFiles> tls) {
        this(topology, plant, speed, ports, tls, chunks(new SecureRandom()));
    }

    /** With given chunks of key, for tests. */
    ModulePark(
            Topology topology,
            Supplier<PlantState> plant,
            BigDecimal speed,
            Function<ModuleRef, ModulePorts> ports,
            Function<ModuleRef, TlsFiles> tls,
            Supplier<byte[]> chunks) {
        this.topology = topology;
        this.ports = ports;
        this.tls = tls;
        this.quantum = new QuantumLayer(topology, plant, speed, System::nanoTime, chunks);
        for (var placement : topology.modules()) {
            modules.put(placement.ref(), new EmulatedModule(placement, quantum::changed));
        }
        quantum.attach(List.copyOf(modules.values()));
    }

    /** The fibre plant has changed. */
    public void plantChanged() {
        quantum.changed();
    }

    /** Switches the modules of a site on. */
    public synchronized void start(String site) throws IOException {
        for (var placement : topology.modulesAt(site)) {
            var ref = placement.ref();
            if (!running.containsKey(ref)) {
                var identity = TlsIdentity.load(tls.apply(ref));
                running.put(ref, new ModuleServer(topology, modules.get(ref), identity, ports.apply(ref), loops));
            }
        }
    }

    /** Switches the modules of a site off. */
    public synchronized void stop(String site) {
        for (var placement : topology.modulesAt(site)) {
            var server = running.remove(placement.ref());
            if (server != null) {
                server.close();
            }
        }
    }

    /** Breaks a module, or mends it. */
    public void fail(ModuleRef module, boolean failed) {
        modules.get(module).fail(failed);
    }

    /** One line per module, for an operator. */
    public List<String> describe() {
        var lines = new ArrayList<String>();
        for (var module : modules.values()) {
            var placement = module.placement();
            var report = module.report();
            lines.add("%-14s %-12s %-12s %-16s %s"
                    .formatted(
                            module.ref(),
                            placement.type().vendor(),
                            placement.role(),
                            placement.device() + ":" + placement.port(),
                            report.generating()
                                    ? "makes " + report.rate().bitsPerSecond() + " bit/s"
                                    : report.reason()));
        }
        return lines;
    }

    /** How many modules make key. */
    public long generating() {
        return modules.values().stream().filter(m -> m.report().generating()).count();
    }

    @Override
    public synchronized void close() {
        running.values().forEach(ModuleServer::close);
        running.clear();
        quantum.close();
        loops.close();
    }

    private static Supplier<byte[]> chunks(SecureRandom random) {
        return () -> {
            var chunk = new byte[SharedKeys.CHUNK_BYTES];
            random.nextBytes(chunk);
            return chunk;
        };
    }
}
