package org.qkdn.emulator.check;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.topology.EntangledSource;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.WantedService;

/**
 * Clients and servers that ask for a key of 512 bit every minute while a source of entangled photons makes key for one
 * combination after the other: over each service of the topology a client at either end. The emulator's speed divides all
 * times.
 */
public final class SessionsCheck {
    private static final int KEY_BITS = 512;
    private static final int EVERY_SECONDS = 60;
    /** Of what the key material bears, so much must be served, and so near must combinations be to each other. */
    private static final double LEAST_PART = 100.0 / 108;

    private static final double MOST_APART = 0.1;
    /** What the light has left is served when nobody got a key for so many times. */
    private static final int QUIET_TIMES = 4;

    /** Beside twice the time that the light needs. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Topology topology;
    private final Endpoints endpoints;
    private final NetworkView network;
    private final BigDecimal speed;
    private final Path picture;
    private final PrintStream out;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Instant start = Instant.now();

    /** @param folder where the picture goes */
    public SessionsCheck(Topology topology, Endpoints endpoints, BigDecimal speed, Path folder, PrintStream out)
            throws IOException {
        this.topology = topology;
        this.endpoints = endpoints;
        this.network = new NetworkView(endpoints);
        this.speed = speed;
        this.picture = folder.resolve("sessions.svg");
        this.out = out;
    }

    /**
     * Prints what was served and draws it.
     *
     * @return whether it is as much as was promised
     * @throws IOException where a session went wrong for anything but lack of keys
     */
    public boolean run() throws IOException, InterruptedException {
        if (topology.sources().isEmpty() || topology.services().isEmpty()) {
            throw new IOException("--check sessions: " + topology.name()
                    + " has no source of entangled photons, or no services: take bbm92-datacentre");
        }
        var combinations = new ArrayList<SessionsServed>();
        var clients = new ArrayList<SessionClient>();
        long pauseMillis = scaled(1000L * EVERY_SECONDS);
        for (var service : topology.services()) {
            var served = new SessionsServed(service.name());
            combinations.add(served);
            for (var pair : List.of(pair(service, true), pair(service, false))) {
                // they do not all ask at the same moment
                long first =
                        clients.size() * pauseMillis / (2L * topology.services().size());
                clients.add(new SessionClient(pair, KEY_BITS, first, pauseMillis, over, () -> served.add(seconds())));
            }
        }
        var threads = clients.stream()
                .map(client -> Thread.startVirtualThread(client))
                .toList();
        awaitEnd(combinations, pauseMillis, clients);
        over.countDown();
        for (var thread : threads) {
            thread.join();
        }
        return report(combinations, clients);
    }

    private void awaitEnd(List<SessionsServed> combinations, long pauseMillis, List<SessionClient> clients)
            throws IOException, InterruptedException {
        long lightMillis = topology.sources().stream()
                .mapToLong(source -> (long) source.blocks() * source.blockMillis())
                .sum();
        var patience = PATIENCE.plusMillis(scaled(2 * lightMillis));
        boolean dark = false;
        int last = -1;
        var lastChange = Instant.now();
        while (Duration.between(start, Instant.now()).compareTo(patience) < 0
                && clients.stream().allMatch(client -> client.failure().isEmpty())) {
            TimeUnit.MILLISECONDS.sleep(500);
            dark = dark
                    || network.links().stream().anyMatch(link -> link.reason().contains("is dark after"));
            int now = total(combinations);
            if (now != last || !dark) {
                last = now;
                lastChange = Instant.now();
            } else if (Duration.between(lastChange, Instant.now()).toMillis() > QUIET_TIMES * pauseMillis) {
                return;
            }
        }
    }

    private boolean report(List<SessionsServed> combinations, List<SessionClient> clients) throws IOException {
        for (var client : clients) {
            if (client.failure().isPresent()) {
                throw new IOException(client.failure().get());
            }
        }
        combinations.forEach(each -> out.printf("  %-16s %4d sessions%n", each.name(), each.number()));
        long bits = topology.sources().stream()
                .mapToLong(source -> (long) source.blocks() * source.blockBits())
                .sum();
        long bears = bits / KEY_BITS;
        int served = total(combinations);
        int least = combinations.stream().mapToInt(SessionsServed::number).min().orElse(0);
        int most = combinations.stream().mapToInt(SessionsServed::number).max().orElse(0);
        double apart = most == 0 ? 1 : (double) (most - least) / most;
        int asked = clients.stream().mapToInt(SessionClient::asked).sum();
        out.printf(
                Locale.ROOT,
                "  %d sessions (%d deliveries) of %d that %d blocks of key bear; asked for %d times; combinations %.1f %%"
                        + " apart%n",
                served,
                2 * served,
                bears,
                topology.sources().stream().mapToInt(EntangledSource::blocks).sum(),
                asked,
                100 * apart);
        Files.writeString(picture, new SessionsPicture(topology.name(), combinations, seconds()).svg());
        out.println("  keys over time: " + picture);
        boolean enough = served >= Math.floor(LEAST_PART * bears);
        if (!enough) {
            out.printf("  promised: %d at least%n", (int) Math.floor(LEAST_PART * bears));
        }
        if (apart > MOST_APART) {
            out.printf(Locale.ROOT, "  promised: no more than %.0f %% apart%n", 100 * MOST_APART);
        }
        return enough && apart <= MOST_APART;
    }

    private static int total(List<SessionsServed> combinations) {
        return combinations.stream().mapToInt(SessionsServed::number).sum();
    }

    /** Since the start, as if the speed were 1. */
    private double seconds() {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0 * speed.doubleValue();
    }

    private long scaled(long millis) {
        return BigDecimal.valueOf(millis).divide(speed, 0, RoundingMode.UP).longValue();
    }

    private SaePair pair(WantedService service, boolean forth) throws IOException {
        var client = SaeAt.of(endpoints, forth ? service.source() : service.destination());
        var server = SaeAt.of(endpoints, forth ? service.destination() : service.source());
        return new SaePair(endpoints, client.node(), client.sae(), server.node(), server.sae());
    }

    /** An SAE and its node. */
    private record SaeAt(Endpoints.Node node, Endpoints.Sae sae) {
        static SaeAt of(Endpoints endpoints, String id) {
            return endpoints.nodes().stream()
                    .flatMap(node -> node.saes().stream()
                            .filter(sae -> sae.id().equals(id))
                            .map(sae -> new SaeAt(node, sae)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
