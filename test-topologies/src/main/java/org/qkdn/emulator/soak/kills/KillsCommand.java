package org.qkdn.emulator.soak.kills;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.soak.Scratch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./qkdn soak kills}. */
@Command(
        name = "kills",
        description = {
            "The controller is killed with SIGKILL at random moments, of its start as of its work, while its configuration is"
                    + " written over RESTCONF and NETCONF.",
            "Checks after each restart that every acknowledged write is there, and of the others all or nothing."
        },
        sortOptions = false)
public final class KillsCommand implements Callable<Integer> {
    @Option(
            names = "--times",
            paramLabel = "N",
            defaultValue = "200",
            description = "Kills. Default: ${DEFAULT-VALUE}; each takes some 6 s.")
    private int times;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Draws the same kills and writes as an earlier run. Default: a new one.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "25000",
            description = "First of the 2 ports used on the loopback. Default: ${DEFAULT-VALUE}.")
    private int portBase;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "New folder for certificates, datastore and log, kept at the end. Default: a temporary one, kept"
                            + " only where the test fails.")
    private Optional<Path> state = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (times < 1) {
            throw new IllegalArgumentException("--times " + times + ": give a number above 0");
        }
        var scratch = Scratch.open(state);
        long drawn = seed.orElseGet(() -> new Random().nextLong(1_000_000));
        System.out.println("seed " + drawn + ", " + times + " kills, log in " + scratch.folder() + "/logs");
        var home = Path.of(System.getProperty("qkdn.home", "."));
        var kills = prepare(home, StateDirectory.open(scratch.folder()), portBase, times, drawn);
        var faults = kills.run();
        faults.forEach(fault -> System.err.println("qkdn: seed " + drawn + ": " + fault));
        System.out.println(kills.summary());
        System.out.println(faults.isEmpty() ? "nothing acknowledged was lost, nothing was there by half" : "FAILED");
        if (faults.isEmpty()) {
            scratch.done();
        }
        return faults.isEmpty() ? 0 : 1;
    }

    static Kills prepare(Path home, StateDirectory state, int portBase, int times, long seed) throws IOException {
        return new Kills(KilledController.prepare(home, state, portBase), times, seed, System.out);
    }
}
