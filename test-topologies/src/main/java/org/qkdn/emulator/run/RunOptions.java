package org.qkdn.emulator.run;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code ./qkdn run}. */
@Command(
        name = "./qkdn run",
        description = "Starts the controller and an emulated network, and stays until Ctrl-C.",
        footer = {
            "",
            "Exit code: 0 done, 1 a check failed or a process ended by itself, 2 something has to be mended first."
        },
        sortOptions = false)
final class RunOptions {
    @Option(
            names = "--topology",
            paramLabel = "NAME|FILE",
            defaultValue = "madqci",
            description =
                    "Network to emulate: one that comes with the program, or a topology file. Default: ${DEFAULT-VALUE}.")
    String topology;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "state",
            description = "Folder for certificates, configuration, stores and logs. Default: ${DEFAULT-VALUE}.")
    Path state;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "20000",
            description = "First of the 700 ports used on the loopback. Default: ${DEFAULT-VALUE}.")
    int portBase;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "Makes key X times as fast as the modules really do. Default: ${DEFAULT-VALUE}.")
    BigDecimal speed;

    @Option(
            names = "--check",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "NAME",
            description =
                    "Do what an operator and pairs of SAEs would, report each step, and end: job, the main job on"
                            + " MadQCI; rates, whether rates are those published, and consumers get their keys; optical, set up"
                            + " each direct link of the network in turn; sessions, what clients and servers get of the key of a"
                            + " source of entangled photons. Without a name: job, sessions where there is such a source, or rates.")
    Optional<String> check = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    boolean help;
}
