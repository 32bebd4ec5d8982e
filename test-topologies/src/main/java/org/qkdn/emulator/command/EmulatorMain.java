package org.qkdn.emulator.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.qkdn.emulator.network.EmulatedNetwork;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;

/** The emulated network as a process; see {@link EmulatorOptions#USAGE}. Ends on SIGTERM or SIGINT. */
public final class EmulatorMain {
    static {
        // before the first logger is made
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "emulator-logback.xml");
        }
    }

    private EmulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(EmulatorOptions.USAGE);
            return;
        }
        try {
            var options = EmulatorOptions.parse(List.of(arguments));
            var topology = TopologyFile.find(options.topology());
            var state = StateDirectory.open(options.state());
            if (options.prepareOnly()) {
                EmulatedNetwork.prepare(topology, state, options.portBase(), options.speed());
                System.out.println("prepared " + topology.name() + " in " + state.root());
                return;
            }
            run(options, topology, state);
        } catch (IllegalArgumentException | IOException | TopologyException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void run(EmulatorOptions options, Topology topology, StateDirectory state)
            throws IOException, InterruptedException {
        var starting = new StartingNetwork();
        try (var socket = CommandSocket.open(state.socket(), starting::run)) {
            var network =
                    EmulatedNetwork.start(topology, state, options.portBase(), options.speed(), System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(network, socket), "emulator-stop"));
            starting.started(new Commands(network));
            System.out.println("ready: " + topology.name() + ", "
                    + topology.sites().size() + " nodes, "
                    + topology.modules().size() + " modules, "
                    + topology.switches().size() + " switches; commands at " + socket.path());
            new CountDownLatch(1).await();
        }
    }

    private static void stop(EmulatedNetwork network, CommandSocket socket) {
        network.close();
        try {
            socket.close();
        } catch (IOException e) {
            System.err.println(socket.path() + " cannot be removed: " + e.getMessage());
        }
    }
}
