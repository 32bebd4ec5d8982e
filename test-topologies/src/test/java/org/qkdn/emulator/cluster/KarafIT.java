package org.qkdn.emulator.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.check.MainJob;
import org.qkdn.emulator.network.Identities;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.run.Processes;
import org.qkdn.emulator.run.Startup;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyFile;

/** The Karaf distribution, one member alone, as an operator starts and uses it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KarafIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final BigDecimal SPEED = BigDecimal.valueOf(5);
    private static final int STEPS = 12;
    private static final String MENDED = "mended org.opendaylight.controller.cluster.raft.";

    @TempDir(factory = ShortPath.class)
    private Path folder;

    private Topology topology;
    private StateDirectory state;
    private PortPlan ports;
    private Member member;

    @BeforeEach
    void layOut() throws Exception {
        topology = TopologyFile.find("madqci");
        state = StateDirectory.open(folder);
        ports = new PortPlan(FreePorts.row(PortPlan.SIZE), topology);
        member = Member.layOut(
                Distribution.built(HOME),
                folder.resolve("member"),
                1,
                1,
                ports,
                Identities.open(state.pki(), topology));
    }

    @AfterEach
    void stop() throws Exception {
        member.stop();
    }

    @Test
    void theMainJobIsDoneThroughIt() throws Exception {
        try (var processes = Processes.prepare(HOME, state, ports, "madqci", SPEED, member)) {
            new Startup(processes, topology, state, System.out).run();
            var job = new MainJob(processes.endpoints(), processes, System.out);
            job.run();
            assertEquals(STEPS, job.passed());
            System.out.println("resident memory after the main job: " + member.residentMegabytes() + " MB");
        }
    }

    @Test
    void itsScriptsStartReportAndStopItAndNoOtherPortIsOpenAndNobodyHasAPassword() throws Exception {
        assertNotEquals(0, member.script("status"));
        assertEquals(0, member.script("start"));
        var boot = Cluster.until(
                "it is well",
                () -> MemberHealth.of(member).filter(MemberHealth::isWell).isPresent());
        System.out.println("well after " + boot.toMillis() + " ms");
        for (var each : List.of("SnapshotManager", "JournalRecovery")) {
            assertNotEquals(0L, member.logged(MENDED + each + " of "), each);
        }
        assertEquals(0, member.script("status"));

        long pid = Long.parseLong(
                Files.readString(member.folder().resolve("karaf.pid")).strip());
        var own = member.ports();
        // bin/stop finds the last one in data/port; it is on the loopback and wants a secret of this installation
        var shutdown = Integer.parseInt(
                Files.readString(member.folder().resolve("data/port")).strip());
        assertEquals(
                new TreeSet<>(List.of(own.restconf(), own.netconf(), own.health(), own.cluster(), shutdown)),
                new TreeSet<>(Listeners.of(pid)));
        assertFalse(Files.exists(member.folder().resolve("etc/users.properties")));
        assertFalse(Files.exists(member.folder().resolve("etc/keys.properties")));
        var secret = Files.readAllLines(member.folder().resolve("etc/config.properties")).stream()
                .filter(line -> line.startsWith("karaf.shutdown.command"))
                .toList();
        assertEquals(1, secret.size(), secret.toString());
        assertTrue(secret.getFirst().length() > "karaf.shutdown.command = ".length() + 30, secret.toString());

        assertEquals(0, member.script("stop"));
        Cluster.until(
                "its process has ended",
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        assertNotEquals(0, member.script("status"));
        assertTrue(boot.compareTo(Duration.ofMinutes(4)) < 0);
    }
}
