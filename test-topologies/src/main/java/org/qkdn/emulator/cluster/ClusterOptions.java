package org.qkdn.emulator.cluster;

import java.math.BigDecimal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code ./qkdn cluster}. */
@Command(
        name = "./qkdn cluster",
        description = "Lays out a cluster of controllers from the Karaf distribution, starts it against an emulated"
                + " network, and stays until Ctrl-C.",
        footer = {
            "",
            "Exit code: 0 done, 1 a check failed or a process ended by itself, 2 something has to be mended first."
        },
        sortOptions = false)
final class ClusterOptions {
    @Option(
            names = "--members",
            paramLabel = "N",
            defaultValue = "3",
            description = "Controllers, 1 to 9; an odd number. Default: ${DEFAULT-VALUE}.")
    int members;

    @Option(
            names = "--topology",
            paramLabel = "NAME|FILE",
            defaultValue = "madqci",
            description = "Network to emulate, as of ./qkdn run. Default: ${DEFAULT-VALUE}.")
    String topology;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "state-cluster",
            description = "Folder for certificates, members, stores and logs. The members in it are laid out anew.")
    Path state;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "20000",
            description = "First of the 950 ports used on the loopback. Default: ${DEFAULT-VALUE}.")
    int portBase;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "Makes key X times as fast as the modules really do. Default: ${DEFAULT-VALUE}.")
    BigDecimal speed;

    @Option(
            names = "--check",
            description =
                    "Kill, partition and upgrade members while keys are drawn, report each step with its figures, and end.")
    boolean check;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    boolean help;
}
