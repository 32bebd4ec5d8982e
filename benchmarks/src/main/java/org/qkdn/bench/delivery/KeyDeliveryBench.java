package org.qkdn.bench.delivery;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.node.tls.TlsIdentity;

/**
 * {@code ./qkdn bench key-delivery}: new keys of 256 bit, one per request, from an LKMS with its durable store, against a bare
 * server that returns a constant of the same size over the same TLS. In turns, in one run, with the clients on the same cores.
 */
public final class KeyDeliveryBench {
    private static final String PATH = "/api/v1/keys/sae-b/enc_keys";
    /** Beyond what any round serves. */
    private static final int MOST_PER_SECOND = 60_000;

    private KeyDeliveryBench() {}

    public static void main(String[] arguments) throws Exception {
        var options = options(arguments);
        int connections = options.get("--connections");
        int rounds = options.get("--rounds");
        var duration = Duration.ofSeconds(options.get("--seconds"));
        var folder = Files.createTempDirectory("qkdn-bench");
        var pki = Pki.open(folder.resolve("pki"), List.of("lkms-A", "sae-a"), List.of(), Clock.systemUTC());
        var threads = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        var client = TlsIdentity.load(pki.tls("sae-a")).nettyClient("lkms-A");
        long keys = (rounds + 2) * duration.toSeconds() * MOST_PER_SECOND;
        System.out.printf("%d connections; the store is filled with %d keys of 256 bit%n", connections, keys);
        try (var lkms = new FilledLkms(folder, pki, keys);
                var ours = new Load(threads, client, lkms.port(), PATH, connections)) {
            var first = ours.run(duration);
            System.out.printf("warmed up at %.0f requests/s%n", first.requestsPerSecond());
            var tls = TlsIdentity.load(pki.tls("lkms-A")).nettyServer();
            try (var bare = new BareServer(tls, ours.bodySize());
                    var theirs = new Load(threads, client, bare.port(), PATH, connections)) {
                var warm = theirs.run(duration);
                System.out.printf("bare server warmed up at %.0f requests/s%n", warm.requestsPerSecond());
                compare(ours, theirs, rounds, duration);
            }
        }
        System.exit(0);
    }

    private static void compare(Load ours, Load theirs, int rounds, Duration duration) throws InterruptedException {
        var measured = new ArrayList<Measurement>();
        var bare = new ArrayList<Measurement>();
        for (int round = 0; round < rounds; round++) {
            bare.add(theirs.run(duration));
            measured.add(ours.run(duration));
        }
        System.out.println("| median of " + rounds + " rounds | requests/s | p50 ms | p99 ms |");
        System.out.println("|---|---|---|---|");
        print("bare TLS server", bare);
        print("enc_keys, store on disk", measured);
        System.out.printf(
                "ratio %.2f%n",
                median(measured, Measurement::requestsPerSecond) / median(bare, Measurement::requestsPerSecond));
    }

    private static void print(String name, List<Measurement> rounds) {
        System.out.printf(
                "| %s | %.0f | %.2f | %.2f |%n",
                name,
                median(rounds, Measurement::requestsPerSecond),
                median(rounds, Measurement::p50Micros) / 1000,
                median(rounds, Measurement::p99Micros) / 1000);
    }

    private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
    }

    private static Map<String, Integer> options(String[] arguments) {
        var options = new HashMap<>(Map.of("--connections", 64, "--rounds", 5, "--seconds", 4));
        for (int i = 0; i < arguments.length; i += 2) {
            if (!options.containsKey(arguments[i])
                    || i + 1 == arguments.length
                    || !arguments[i + 1].matches("[1-9][0-9]{0,3}")) {
                System.err.println("qkdn bench key-delivery: '" + arguments[i]
                        + "' is no option with a number from 1 to 9999: " + "./qkdn bench --help lists them");
                System.exit(2);
            }
            options.put(arguments[i], Integer.parseInt(arguments[i + 1]));
        }
        return options;
    }
}
