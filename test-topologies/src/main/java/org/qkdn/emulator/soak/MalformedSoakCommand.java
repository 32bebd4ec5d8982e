package org.qkdn.emulator.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.qkdn.emulator.network.StateDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./qkdn soak malformed}. */
@Command(
        name = "malformed",
        description =
                "Malformed requests against a running LKMS: each must be refused as the client's fault, and nothing may"
                        + " leak, crash or change.",
        sortOptions = false)
final class MalformedSoakCommand implements Callable<Integer> {
    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Default: ${DEFAULT-VALUE}.")
    private long requests;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Draws the same requests as an earlier run. Default: a new one.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "24000",
            description = "First of the 700 ports used on the loopback. Default: ${DEFAULT-VALUE}.")
    private int portBase;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "New folder for certificates, stores and logs, kept at the end. Default: a temporary one, kept"
                            + " only where the test fails.")
    private Optional<Path> state = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (requests < 1) {
            throw new IllegalArgumentException("--requests " + requests + ": give a number above 0");
        }
        var scratch = Scratch.open(state);
        long drawn = seed.orElseGet(() -> new Random().nextLong(1_000_000));
        System.out.println(
                "seed " + drawn + ", " + requests + " malformed requests, logs in " + scratch.folder() + "/logs");
        boolean good = run(scratch.folder(), drawn);
        if (good) {
            scratch.done();
        }
        return good ? 0 : 1;
    }

    private boolean run(Path folder, long drawn) throws IOException, InterruptedException {
        var home = Path.of(System.getProperty("qkdn.home", "."));
        try (var chain = NodeChain.start(
                home, StateDirectory.open(folder), portBase, StoreSizes.SMALL, MalformedSoak.ASSOCIATIONS, 2)) {
            Runtime.getRuntime().addShutdownHook(new Thread(chain::close, "stop"));
            var faults = new MalformedSoak(chain, requests, drawn, System.out).run();
            faults.forEach(fault -> System.err.println("qkdn: " + fault));
            System.out.println(
                    faults.isEmpty()
                            ? "all refused, nothing leaked, nothing changed"
                            : "FAILED; logs in " + folder + "/logs");
            return faults.isEmpty();
        }
    }
}
