package org.qkdn.packages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.check.Eventually;
import org.qkdn.packages.Ports.Site;

/** {@code ./qkdn bench packages}: what the programs need, as packaged, with the packages' own JVM options. */
class Sizing {
    private static final String SERVICE = "Take it into service";
    private static final int SECONDS = Integer.getInteger("packages.seconds", 60);
    private static final int SERVICES = Integer.getInteger("packages.services", 100);

    @TempDir
    Path folder;

    @Test
    void timeToServeMemoryAndDisk() throws Exception {
        try (var network = new Deployment(folder, SERVICES, "")) {
            for (var daemon : network.daemons()) {
                daemon.start();
                say("%-22s serves after %5d ms"
                        .formatted(daemon, daemon.awaitServing().toMillis()));
            }
            network.follow(SERVICE, Set.of("run", "look", "key"));
            Thread.sleep(5000);
            measure("one service", network);
            var drawn = new Load(network).run(SECONDS);
            say("%d keys of 256 bit drawn in %d s".formatted(drawn.size(), SECONDS));
            measure("one service, after " + drawn.size() + " keys", network);
            order(network);
            Thread.sleep(5000);
            measure((SERVICES + 1) + " services, stores full", network);
        }
    }

    private static void order(Deployment network) throws Exception {
        network.bash("""
                for i in $(seq 1 %d); do
                  for n in alpha beta; do
                    operator -X PUT "$restconf/data/qkdn-inventory:inventory/sae=sae-$n-$i" \\
                      -d '{"qkdn-inventory:sae": [{"sae-id": "sae-'$n-$i'", "node": "'${n^^}'"}]}'
                  done
                  operator -X PUT "$restconf/data/qkdn-key-service:key-services/key-service=more-$i" -d '{"qkdn-key-service:key-service": [{
                    "name": "more-'$i'", "source": "sae-alpha-'$i'", "destination": "sae-beta-'$i'", "min-rate": 256}]}'
                done
                """.formatted(SERVICES)).mustSucceed();
        Eventually.holds(() -> {
            var state = network.bash("operator \"$restconf/data/qkdn-key-service:key-services-state\"")
                    .text();
            var up = state.split("\"status\":\"UP\"", -1).length - 1;
            return up == SERVICES + 1 ? Optional.empty() : Optional.of(up + " services are up: " + state);
        });
    }

    private static void measure(String when, Deployment network) throws IOException {
        say("%s:".formatted(when));
        for (var daemon : network.daemons()) {
            say("  %-22s %4d MB resident".formatted(daemon, daemon.residentMegabytes()));
        }
        say("  %-22s %6d kB on disk"
                .formatted("controller's state", kilobytes(network.controller().state("controller"))));
        for (var program : new String[] {"agent", "lkms", "forwarding"}) {
            say("  %-22s %6d kB on disk"
                    .formatted(
                            program + "-ALPHA",
                            kilobytes(network.node(Site.ALPHA).state(program))));
        }
    }

    private static long kilobytes(Path folder) throws IOException {
        return Long.parseLong(
                Shell.run("du", "-sk", folder.toString()).mustSucceed().text().split("\\s", 2)[0]);
    }

    private static void say(String line) {
        System.out.println("packages: " + line);
    }
}
