package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.run.Feasible;
import org.qkdn.emulator.run.Processes;
import org.qkdn.emulator.run.RunFailure;
import org.qkdn.emulator.run.Startup;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import picocli.CommandLine;

/** {@code ./qkdn cluster}. */
public final class ClusterMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MEND_FIRST = 2;

    private ClusterMain() {}

    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "emulator-logback.xml");
        }
        var options = new ClusterOptions();
        var line = new CommandLine(options);
        try {
            line.parseArgs(arguments);
            if (options.help) {
                line.usage(System.out);
                System.exit(DONE);
            }
            System.exit(run(options));
        } catch (CommandLine.ParameterException e) {
            System.err.println("qkdn: " + e.getMessage() + ": ./qkdn cluster --help tells the options");
            System.exit(MEND_FIRST);
        } catch (RunFailure | TopologyException | IllegalArgumentException | IOException e) {
            System.err.println("qkdn: " + e.getMessage());
            System.exit(MEND_FIRST);
        } catch (InterruptedException e) {
            System.exit(FAILED);
        }
    }

    private static int run(ClusterOptions options)
            throws RunFailure, TopologyException, IOException, InterruptedException {
        if (options.members < 1 || options.members > 9) {
            throw new RunFailure("--members " + options.members + ": give a number from 1 to 9");
        }
        Feasible.speed(options.speed);
        var topology = TopologyFile.find(options.topology);
        var ports = new PortPlan(options.portBase, topology);
        Feasible.ports(ports, options.members);
        Feasible.advice(ports).ifPresent(advice -> System.err.println("qkdn: " + advice));
        var state = StateDirectory.open(options.state);
        delete(state.root().resolve("members"));
        var home = Path.of(System.getProperty("qkdn.home", "."));
        System.out.println(
                "unpacking " + options.members + " members in " + state.root().resolve("members"));
        var cluster = Cluster.layOut(home, state, ports, options.members);
        try (var processes = Processes.prepare(home, state, ports, options.topology, options.speed, cluster)) {
            Runtime.getRuntime().addShutdownHook(new Thread(processes::close, "stop"));
            new Startup(processes, topology, state, System.out).run();
            cluster.untilWell(cluster.members());
            tell(cluster);
            if (options.check) {
                new ClusterStory(cluster, Distribution.built(home), processes, System.out).run();
                return DONE;
            }
            System.out.println("Ctrl-C stops everything; kill -9 a member to see what becomes of the others.");
            return watch(cluster, processes);
        }
    }

    /** Tells what changes; until Ctrl-C. */
    private static int watch(Cluster cluster, Processes processes) throws IOException, InterruptedException {
        var told = new LinkedHashMap<String, String>();
        while (processes.casualty().isEmpty() || processes.isStopping()) {
            for (var member : cluster.members()) {
                var now = conditionOf(member);
                if (!now.equals(told.put(member.name(), now))) {
                    System.out.printf("%tT  %-10s %s%n", LocalTime.now(ZoneId.systemDefault()), member.name(), now);
                }
            }
            if (!processes.isStopping()) {
                cluster.revive();
            }
            Thread.sleep(200);
        }
        System.err.println("qkdn: " + processes.casualty().orElseThrow());
        return FAILED;
    }

    private static String conditionOf(Member member) throws InterruptedException {
        if (!member.isAlive()) {
            return "is dead";
        }
        return MemberHealth.of(member)
                .map(health -> (health.programs() ? "programs the network" : "stands by")
                        + (health.leads() ? ", leads the datastore" : "")
                        + (health.isWell() ? "" : ", is not well"))
                .orElse("does not answer");
    }

    private static void tell(Cluster cluster) throws InterruptedException {
        for (var member : cluster.members()) {
            var health = MemberHealth.of(member);
            System.out.printf(
                    "%-10s %-26s pid %-8d health http://127.0.0.1:%d/health  RESTCONF https://localhost:%d/restconf%n",
                    member.name(),
                    health.filter(MemberHealth::programs).isPresent() ? "programs the network" : "stands by",
                    member.pid(),
                    member.ports().health(),
                    member.ports().restconf());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
