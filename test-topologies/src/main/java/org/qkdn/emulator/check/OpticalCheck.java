package org.qkdn.emulator.check;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.MetricsClient;

/**
 * Sets every direct link of the network up, as an operator would, waits until it is ACTIVE at both ends and both LKMSs have
 * stored key of it, and takes it down again. Links that can be lit together are. In the end the pairings are as they were.
 */
public final class OpticalCheck {
    private static final long PAUSE_MILLIS = 300;

    private final NetworkView network;
    private final Map<String, MetricsClient> metrics = new TreeMap<>();
    private final BigDecimal speed;
    private final PrintStream out;
    private final List<Lighting> lit = new ArrayList<>();
    private int failed;
    private int passed;

    /** @param speed of the emulated modules: rates are shown without it */
    public OpticalCheck(Endpoints endpoints, BigDecimal speed, PrintStream out) throws IOException {
        this.network = new NetworkView(endpoints);
        this.speed = speed;
        this.out = out;
        for (var node : endpoints.nodes()) {
            metrics.put(node.name(), new MetricsClient(endpoints, node));
        }
    }

    /**
     * Whether all of them made key.
     *
     * @throws IOException where the controller does not do as it is asked
     */
    public boolean run() throws IOException, InterruptedException {
        var links = network.directLinks();
        if (links.isEmpty()) {
            throw new IOException("the controller knows no direct link");
        }
        var before = network.wantedPairs();
        try {
            before.forEach(this::takeDown);
            heading();
            lightAll(links);
        } finally {
            for (var lighting : lit) {
                takeDown(lighting.link().pair());
            }
            for (var pair : before) {
                network.putPairing(pair);
            }
        }
        var refused = network.refusedLinks();
        refused.forEach(line -> out.println("  refused  " + line));
        out.println(passed + " direct links made key, " + failed + " did not, " + refused.size() + " are refused");
        return failed == 0;
    }

    /** The slowest first: they wait longest for their first key. */
    private void lightAll(List<FeasibleLink> links) throws IOException, InterruptedException {
        var waiting = links.stream()
                .filter(link -> link.way() == 1)
                .sorted(Comparator.comparing(FeasibleLink::expected))
                .collect(Collectors.toCollection(ArrayList::new));
        while (!waiting.isEmpty() || !lit.isEmpty()) {
            var now = network.links().stream()
                    .filter(NetworkView.Link::isPhys)
                    .collect(Collectors.toMap(NetworkView.Link::id, link -> link));
            for (var each : List.copyOf(waiting)) {
                // a link between the same two, at another wavelength, may not be gone yet
                boolean free = lit.stream().noneMatch(other -> other.link().clashesWith(each));
                if (free && (each.fixed() || !now.containsKey(each.linkId()))) {
                    waiting.remove(each);
                    lit.add(start(each));
                }
            }
            for (var lighting : List.copyOf(lit)) {
                look(lighting, Optional.ofNullable(now.get(lighting.link().linkId())));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private Lighting start(FeasibleLink link) throws IOException {
        if (!link.fixed()) {
            network.putPairing(link.pair());
        }
        return Lighting.begin(link, speed);
    }

    private void look(Lighting lighting, Optional<NetworkView.Link> state) throws IOException {
        var link = lighting.link();
        boolean active = state.filter(known -> known.isActive()
                        && known.skr() > 0
                        && known.wavelength().equals(link.pair().channel().orElse("")))
                .isPresent();
        if (active) {
            lighting.active();
            var stored = Math.min(
                    stored(link.pair().transmitter(), link), stored(link.pair().receiver(), link));
            if (stored > 0) {
                passed++;
                row("ok", lighting, state.orElseThrow().skr(), stored + " bit after " + lighting.seconds() + " s");
                end(lighting);
                return;
            }
        }
        if (lighting.isOverdue()) {
            failed++;
            var why = network.whyNot(link.pair())
                    .or(() -> state.map(known -> known.status() + " " + known.reason()))
                    .orElse("no such link");
            row("FAILED", lighting, state.map(NetworkView.Link::skr).orElse(0L), why);
            end(lighting);
        }
    }

    private void end(Lighting lighting) {
        lit.remove(lighting);
        if (!lighting.link().fixed()) {
            takeDown(lighting.link().pair());
        }
    }

    private void takeDown(WantedPair pair) {
        try {
            network.deletePairing(pair);
        } catch (IOException e) {
            out.println("  " + pair.transmitterModule() + " was not released: " + e.getMessage());
        }
    }

    /** Bits of the link's key that a node's LKMS has in store. */
    private long stored(String node, FeasibleLink link) throws IOException {
        return (long) metrics.get(node).sum("qkdn_lkms_store_bits", "kind=\"link\"", "id=\"" + link.linkId() + "\"");
    }

    private void heading() {
        out.printf(
                "  %-7s %-28s %4s %8s %8s %10s %10s %10s  %-28s %s%n",
                "", "link", "ch", "loss", "budget", "expected", "measured", "observed", "stored at both ends", "over");
        out.printf("  %-7s %-28s %4s %8s %8s %10s %10s %10s%n", "", "", "", "dB", "dB", "kbit/s", "kbit/s", "kbit/s");
    }

    private void row(String verdict, Lighting lighting, long skr, String remark) {
        var link = lighting.link();
        var observed =
                BigDecimal.valueOf(skr).divide(speed, 0, RoundingMode.HALF_UP).longValue();
        out.printf(
                "  %-7s %-28s %4s %8s %8s %10s %10s %10s  %-28s %s%n",
                verdict,
                link.pair().transmitterModule() + " > " + link.pair().receiverModule(),
                link.pair().channel().orElse(""),
                link.lossDb().stripTrailingZeros().toPlainString(),
                link.budgetDb().stripTrailingZeros().toPlainString(),
                kbps(link.expected()),
                link.measured() ? kbps(link.expected()) : "-",
                kbps(observed),
                remark,
                String.join(" ", link.spans()));
    }

    private static String kbps(long bitsPerSecond) {
        return BigDecimal.valueOf(bitsPerSecond, 3).stripTrailingZeros().toPlainString();
    }
}
