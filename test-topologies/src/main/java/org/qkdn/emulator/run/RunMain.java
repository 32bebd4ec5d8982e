package org.qkdn.emulator.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import picocli.CommandLine;

/** {@code ./qkdn run}. */
public final class RunMain {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MEND_FIRST = 2;

    private RunMain() {}

    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "emulator-logback.xml");
        }
        var options = new RunOptions();
        var line = new CommandLine(options);
        try {
            line.parseArgs(arguments);
            if (options.help) {
                line.usage(System.out);
                System.exit(DONE);
            }
            System.exit(run(options));
        } catch (CommandLine.ParameterException e) {
            System.err.println("qkdn: " + e.getMessage() + ": ./qkdn run --help tells the options");
            System.exit(MEND_FIRST);
        } catch (RunFailure | TopologyException | IllegalArgumentException | IOException e) {
            System.err.println("qkdn: " + e.getMessage());
            System.exit(MEND_FIRST);
        } catch (InterruptedException e) {
            System.exit(FAILED);
        }
    }

    private static int run(RunOptions options) throws RunFailure, TopologyException, IOException, InterruptedException {
        Feasible.speed(options.speed);
        var topology = TopologyFile.find(options.topology);
        var check = options.check.isPresent()
                ? Optional.of(Check.of(options.check.get(), topology))
                : Optional.<Check>empty();
        var ports = new PortPlan(options.portBase, topology);
        Feasible.ports(ports, 0);
        Feasible.advice(ports).ifPresent(advice -> System.err.println("qkdn: " + advice));
        var state = StateDirectory.open(options.state);
        var home = Path.of(System.getProperty("qkdn.home", "."));
        try (var processes = Processes.prepare(home, state, ports, options.topology, options.speed)) {
            var stop = new Thread(processes::close, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            var startup = new Startup(processes, topology, state, System.out);
            startup.run();
            if (check.isPresent()) {
                System.out.println();
                return check.get().run(new Check.Subject(processes, topology, options.speed, state.root()), System.out)
                        ? DONE
                        : FAILED;
            }
            System.out.println("Ctrl-C stops everything.");
            while (true) {
                Thread.sleep(500);
                var casualty = processes.casualty();
                // those we stop ourselves are none
                if (casualty.isPresent() && !processes.isStopping()) {
                    System.err.println("qkdn: " + casualty.get());
                    return FAILED;
                }
            }
        }
    }
}
