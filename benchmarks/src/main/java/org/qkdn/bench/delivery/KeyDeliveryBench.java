package org.qkdn.bench.delivery;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final int MOST_PER_SECOND = 75_000;

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
        var warmUp = Duration.ofSeconds(options.get("--warm-up"));
        long keys = (warmUp.toSeconds() + (rounds + 1) * duration.toSeconds()) * MOST_PER_SECOND;
        System.out.printf("%d connections; each store is filled with %d keys of 256 bit%n", connections, keys);
        var disk = new FilledLkms(folder, pki, Optional.empty(), keys);
        var onDisk = new Load(threads, client, disk.port(), PATH, connections);
        warmUp("enc_keys, store on disk", onDisk, warmUp);
        var server = new BareServer(TlsIdentity.load(pki.tls("lkms-A")).nettyServer(), onDisk.bodySize());
        var rivals = new LinkedHashMap<String, Load>();
        rivals.put("bare TLS server", new Load(threads, client, server.port(), PATH, connections));
        warmUp("bare TLS server", rivals.get("bare TLS server"), warmUp);
        rivals.put("enc_keys, store on disk", onDisk);
        var postgres = TemporaryPostgres.start();
        if (postgres.isPresent()) {
            var database =
                    new FilledLkms(folder, pki, Optional.of(postgres.get().database()), keys);
            var inDatabase = new Load(threads, client, database.port(), PATH, connections);
            warmUp("enc_keys, store in PostgreSQL", inDatabase, warmUp);
            rivals.put("enc_keys, store in PostgreSQL", inDatabase);
        } else {
            System.out.println("PostgreSQL is not installed (Debian package postgresql): not measured");
        }
        compare(rivals, rounds, duration);
        System.exit(0);
    }

    private static void warmUp(String name, Load load, Duration duration) throws InterruptedException {
        System.out.printf(
                "%s: warmed up at %.0f requests/s%n", name, load.run(duration).requestsPerSecond());
    }

    /** In turns; the first is what the others are held against. */
    private static void compare(Map<String, Load> rivals, int rounds, Duration duration) throws InterruptedException {
        var measured = new LinkedHashMap<String, List<Measurement>>();
        for (int round = 0; round < rounds; round++) {
            for (var rival : rivals.entrySet()) {
                measured.computeIfAbsent(rival.getKey(), name -> new ArrayList<>())
                        .add(rival.getValue().run(duration));
            }
        }
        double bare = median(measured.firstEntry().getValue(), Measurement::requestsPerSecond);
        System.out.println("| median of " + rounds + " rounds | requests/s | ratio | processor us | p50 ms | p99 ms |");
        System.out.println("|---|---|---|---|---|---|");
        measured.forEach((name, all) -> System.out.printf(
                "| %s | %.0f | %.2f | %.1f | %.2f | %.2f |%n",
                name,
                median(all, Measurement::requestsPerSecond),
                median(all, Measurement::requestsPerSecond) / bare,
                median(all, Measurement::cpuMicros),
                median(all, Measurement::p50Micros) / 1000,
                median(all, Measurement::p99Micros) / 1000));
    }

    private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
    }

    private static Map<String, Integer> options(String[] arguments) {
        var options = new HashMap<>(Map.of("--connections", 64, "--rounds", 5, "--seconds", 4, "--warm-up", 20));
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
