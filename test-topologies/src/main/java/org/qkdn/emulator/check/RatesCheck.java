package org.qkdn.emulator.check;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.MeasuredRate;
import org.qkdn.emulator.topology.RateTable;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.WantedService;

/**
 * Whether links make what was published, also with attenuation, and whether consumers that refresh their keys as published
 * get each of them in time. The emulator's speed multiplies rates and divides times.
 */
public final class RatesCheck {
    private static final int REFRESHES = 3;
    private static final int KEY_BITS = 256;

    private final Topology topology;
    private final Endpoints endpoints;
    private final NetworkView network;
    private final Disruptions disruptions;
    private final BigDecimal speed;
    private final Narrator narrator;

    public RatesCheck(
            Topology topology, Endpoints endpoints, Disruptions disruptions, BigDecimal speed, PrintStream out)
            throws IOException {
        this.topology = topology;
        this.endpoints = endpoints;
        this.network = new NetworkView(endpoints);
        this.disruptions = disruptions;
        this.speed = speed;
        this.narrator = new Narrator(out);
    }

    /**
     * Takes all steps and gives their number.
     *
     * @throws IOException at the first step that does not come out right
     */
    public int run() throws IOException {
        for (var link : lit()) {
            if (link.measured()) {
                narrator.step(
                        link.pair().transmitterModule() + " > " + link.pair().receiverModule() + " makes "
                                + link.expected() + " bit/s",
                        () -> makes(link.linkId(), link.expected()));
            }
        }
        for (var service : topology.services()) {
            if (service.refresh().isPresent()) {
                var refresh = service.refresh().get();
                narrator.step(
                        service.name() + ": new keys every " + refresh.seconds() + " s, " + refresh.keys()
                                + " each time",
                        () -> refreshed(service, refresh));
            }
        }
        for (var attenuated : topology.rates().attenuated().entrySet()) {
            attenuate(attenuated.getKey(), attenuated.getValue());
        }
        return narrator.passed();
    }

    private List<FeasibleLink> lit() throws IOException {
        var links = network.links();
        return network.directLinks().stream()
                .filter(link -> links.stream()
                        .anyMatch(now -> now.id().equals(link.linkId())
                                && Optional.of(now.wavelength())
                                        .equals(link.pair().channel())))
                .toList();
    }

    /** One step after the other; in the end none is left. */
    private void attenuate(RateTable.Entry entry, Map<Loss, MeasuredRate> steps) throws IOException {
        var span = entry.over().getFirst();
        var links = lit().stream()
                .filter(link -> link.spans().equals(entry.over())
                        && link.pair().transmitter().equals(entry.from()))
                .map(FeasibleLink::linkId)
                .toList();
        try {
            for (var step : steps.entrySet()) {
                var rate = step.getValue().bitsPerSecond();
                narrator.step(span + " loses " + step.getKey() + " more: " + rate + " bit/s", () -> {
                    var decibels = BigDecimal.valueOf(step.getKey().milliDb(), 3);
                    disruptions.emulator("attenuate", span, decibels.toPlainString());
                    return each(links, rate);
                });
            }
        } finally {
            disruptions.emulator("mend", span);
        }
        var whole = topology.rates().entries().get(entry).bitsPerSecond();
        narrator.step(span + " is as before: " + whole + " bit/s", () -> each(links, whole));
    }

    private String each(List<String> links, long bitsPerSecond) throws IOException, InterruptedException {
        var seen = new ArrayList<String>();
        for (var link : links) {
            seen.add(makes(link, bitsPerSecond));
        }
        return String.join(", ", seen);
    }

    private String makes(String linkId, long bitsPerSecond) throws IOException, InterruptedException {
        long wanted = speed.multiply(BigDecimal.valueOf(bitsPerSecond)).longValue();
        Eventually.holds(() -> {
            var link = link(linkId);
            boolean right = link.filter(now -> wanted == 0 ? !now.isActive() : now.isActive() && now.skr() == wanted)
                    .isPresent();
            return right
                    ? Optional.empty()
                    : Optional.of(
                            link.map(now -> now + ", " + now.skr() + " bit/s").orElse("no link") + ", not " + wanted);
        });
        var link = link(linkId).orElseThrow();
        return wanted == 0
                ? link.toString()
                : BigDecimal.valueOf(link.skr()).divide(speed, 0, RoundingMode.HALF_UP) + " bit/s";
    }

    private Optional<NetworkView.Link> link(String id) throws IOException {
        return network.links().stream().filter(link -> link.id().equals(id)).findFirst();
    }

    /** The first keys may have to be waited for; later ones must be there when they are due. */
    private String refreshed(WantedService service, WantedService.Refresh refresh)
            throws IOException, InterruptedException {
        var master = nodeOf(service.source());
        var slave = nodeOf(service.destination());
        var pair =
                new SaePair(endpoints, master, sae(master, service.source()), slave, sae(slave, service.destination()));
        Eventually.holds(() -> draw(pair, refresh.keys()));
        var pause = BigDecimal.valueOf(1000L * refresh.seconds())
                .divide(speed, 0, RoundingMode.UP)
                .longValue();
        for (int i = 1; i < REFRESHES; i++) {
            Thread.sleep(pause);
            var missing = draw(pair, refresh.keys());
            if (missing.isPresent()) {
                throw new IOException("refresh " + (i + 1) + " got no key: " + missing.get());
            }
        }
        return REFRESHES + " refreshes, " + REFRESHES * refresh.keys() + " keys";
    }

    private static Optional<String> draw(SaePair pair, int keys) throws IOException {
        var why = new ArrayList<String>();
        return pair.exchange(keys, KEY_BITS, why).isPresent() ? Optional.empty() : Optional.of(String.join("; ", why));
    }

    private Endpoints.Node nodeOf(String sae) {
        return endpoints.nodes().stream()
                .filter(node ->
                        node.saes().stream().anyMatch(there -> there.id().equals(sae)))
                .findFirst()
                .orElseThrow();
    }

    private static Endpoints.Sae sae(Endpoints.Node node, String id) {
        return node.saes().stream()
                .filter(sae -> sae.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
