package org.qkdn.emulator.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.qkdn.emulator.network.StateDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./qkdn soak keys}. */
@Command(
        name = "keys",
        description = {
            "Two SAEs at the ends of a chain of five nodes, and others in its middle, fetch keys while the processes of the"
                    + " nodes are killed at random moments.",
            "Checks that no key is wrong or handed out twice, and that every lost one is accounted for as burnt."
        },
        sortOptions = false)
final class KeySoakCommand implements Callable<Integer> {
    @Option(
            names = "--deliveries",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Keys to deliver, each to its master and its slave. Default: ${DEFAULT-VALUE}.")
    private long deliveries;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "Processes to kill on the way. Default: one per 5000 deliveries.")
    private Optional<Integer> kills = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Draws the same kills as an earlier run. Default: a new one.")
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
        if (deliveries < 1 || kills.filter(number -> number < 0).isPresent()) {
            throw new IllegalArgumentException("--deliveries and --kills: give numbers above 0");
        }
        var scratch = Scratch.open(state);
        var folder = scratch.folder();
        long drawn = seed.orElseGet(() -> new Random().nextLong(1_000_000));
        int number = kills.orElse((int) Math.max(1, deliveries / 5000));
        System.out.println(
                "seed " + drawn + ", " + deliveries + " deliveries, " + number + " kills, logs in " + folder + "/logs");
        boolean good = run(folder, drawn, number);
        if (good) {
            scratch.done();
        }
        return good ? 0 : 1;
    }

    private boolean run(Path folder, long drawn, int number) throws IOException, InterruptedException {
        var home = Path.of(System.getProperty("qkdn.home", "."));
        try (var chain =
                NodeChain.start(home, StateDirectory.open(folder), portBase, StoreSizes.LARGE, KeySoak.ASSOCIATIONS)) {
            Runtime.getRuntime().addShutdownHook(new Thread(chain::close, "stop"));
            var faults = new KeySoak(chain, deliveries, number, drawn, System.out).run();
            faults.forEach(fault -> System.err.println("qkdn: seed " + drawn + ": " + fault));
            System.out.println(
                    faults.isEmpty()
                            ? "0 mismatched, 0 delivered twice, every loss accounted as burnt"
                            : "FAILED; ./qkdn soak keys --seed " + drawn + " --deliveries " + deliveries + " --kills "
                                    + number + " runs it again; logs in " + folder + "/logs");
            return faults.isEmpty();
        }
    }
}
