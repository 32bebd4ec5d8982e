package org.qkdn.emulator.cluster;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.run.Processes;
import org.qkdn.emulator.run.Startup;
import org.qkdn.emulator.topology.TopologyFile;

/** Three controllers and a network: {@code ./qkdn test --cluster}. */
@EnabledIfSystemProperty(named = "qkdn.cluster", matches = "true")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ClusterIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final BigDecimal SPEED = BigDecimal.valueOf(5);

    @TempDir(factory = ShortPath.class)
    private Path folder;

    @Test
    void membersAreKilledCutOffAndUpgradedAndTheNetworkDoesNotNotice() throws Exception {
        var topology = TopologyFile.find("madqci");
        var state = StateDirectory.open(folder);
        var ports = new PortPlan(FreePorts.row(PortPlan.SIZE), topology);
        var cluster = Cluster.layOut(HOME, state, ports, 3);
        try (var processes = Processes.prepare(HOME, state, ports, "madqci", SPEED, cluster)) {
            new Startup(processes, topology, state, System.out).run();
            new ClusterStory(cluster, Distribution.built(HOME), processes, System.out).run();
        }
    }
}
