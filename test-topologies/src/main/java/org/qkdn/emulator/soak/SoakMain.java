package org.qkdn.emulator.soak;

import java.io.IOException;
import org.qkdn.emulator.soak.kills.KillsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./qkdn soak}. */
@Command(
        name = "./qkdn soak",
        description =
                "Endurance tests of the key plane and of the controller's configuration, on processes of their own.",
        subcommands = {KeySoakCommand.class, MalformedSoakCommand.class, KillsCommand.class},
        footer = {"", "Exit code: 0 all was right, 1 something was not, 2 something has to be mended first."})
public final class SoakMain {
    private static final int MEND_FIRST = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    boolean help;

    static {
        // before the first logger is made
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "emulator-logback.xml");
        }
    }

    private SoakMain() {}

    public static void main(String[] arguments) {
        var line = new CommandLine(new SoakMain());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof IOException || e instanceof IllegalArgumentException) {
                System.err.println("qkdn: " + e.getMessage());
                return MEND_FIRST;
            }
            throw e;
        });
        line.setParameterExceptionHandler((e, wrong) -> {
            System.err.println("qkdn: " + e.getMessage() + ": ./qkdn soak --help tells the options");
            return MEND_FIRST;
        });
        System.exit(arguments.length == 0 ? line.execute("--help") : line.execute(arguments));
    }
}
