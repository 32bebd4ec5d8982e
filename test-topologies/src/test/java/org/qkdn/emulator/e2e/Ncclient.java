package org.qkdn.emulator.e2e;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.qkdn.emulator.client.Endpoints;

/** Debian's ncclient at one NETCONF server; the script says what it can do there. */
record Ncclient(Endpoints.Netconf server) {
    private static final String PYTHON = "/usr/bin/python3";

    /** Skips the test, and says what to install, where ncclient is missing. */
    static void assumeInstalled() throws IOException, InterruptedException {
        Program.assumeInstalled("python3", "python3");
        Assumptions.assumeTrue(
                Program.run(PYTHON, "-c", "import ncclient, lxml").exitCode() == 0,
                "ncclient is missing: install the Debian package python3-ncclient");
    }

    Program run(String... command) throws IOException, InterruptedException {
        return Program.run(Map.of(), line(command));
    }

    /** Runs on beside the test. */
    Process start(String... command) throws IOException {
        return new ProcessBuilder(line(command)).redirectErrorStream(true).start();
    }

    private List<String> line(String... command) {
        var line = new ArrayList<>(List.of(
                PYTHON,
                script().toString(),
                server.host(),
                Integer.toString(server.port()),
                server.user(),
                server.key(),
                server.hostKey()));
        line.addAll(List.of(command));
        return line;
    }

    private static Path script() {
        try {
            return Path.of(Objects.requireNonNull(Ncclient.class.getResource("/e2e/netconf_check.py"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
